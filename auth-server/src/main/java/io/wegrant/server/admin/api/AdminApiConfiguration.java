package io.wegrant.server.admin.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import io.wegrant.server.admin.StaffFile;
import io.wegrant.server.admin.StaffFile.BadLine;
import io.wegrant.server.authorization.ProviderScopes;
import io.wegrant.server.connections.BodyLimit;
import io.wegrant.server.openapi.ApiDescription;
import io.wegrant.server.revocation.AccessTokenSecurity;
import io.wegrant.server.revocation.ClientTokenConverter;

@Configuration(proxyBeanMethods = false)
class AdminApiConfiguration {

	/** Where the admin API begins. */
	static final String PATH = "/admin/api";

	/** What is looked for by a value that belongs in no address. */
	static final String SEARCH = "/*/search";

	/** The scope that allows to look. */
	static final String READ = "admin.read";

	/** The scope that allows to change. */
	static final String WRITE = "admin.write";

	@Bean
	@Order(10)
	SecurityFilterChain adminApiFilterChain(HttpSecurity http, AccessTokenSecurity accessTokens) {
		// @formatter:off
		http
			.securityMatcher(PATH + "/**")
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(HttpMethod.GET).hasAuthority("SCOPE_" + READ)
				.requestMatchers(HttpMethod.HEAD).hasAuthority("SCOPE_" + READ)
				.requestMatchers(HttpMethod.POST, PATH + SEARCH).hasAuthority("SCOPE_" + READ)
				.anyRequest().hasAuthority("SCOPE_" + WRITE));
		// @formatter:on
		return accessTokens.require(http, new ClientTokenConverter()).build();
	}

	@Bean
	ProviderScopes adminScopes() {
		return new ProviderScopes(Set.of(READ, WRITE));
	}

	@Bean
	ApiDescription adminApi() {
		return new ApiDescription("WeGrant admin API", PATH + "/openapi.json", AdminApiConfiguration.class,
				(method, path) -> Optional.of(List.of(scope(method, path))), Map.of("lines", BadLine.class));
	}

	private static String scope(HttpMethod method, String path) {
		return (method.equals(HttpMethod.GET) || path.endsWith("/search")) ? READ : WRITE;
	}

	@Bean
	BodyLimit staffFileBodyLimit() {
		return new BodyLimit(StaffEndpoint.IMPORT_PATH, StaffFile.MAX_LENGTH);
	}

}

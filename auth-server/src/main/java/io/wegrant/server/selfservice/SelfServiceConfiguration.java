package io.wegrant.server.selfservice;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.audit.AuditedChanges;
import io.wegrant.server.authorization.PublishedEndpoint;
import io.wegrant.server.authorization.PublishedEndpoint.Callers;
import io.wegrant.server.connections.BodyLimit;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.limits.RateLimit;
import io.wegrant.server.openapi.ApiDescription;
import io.wegrant.server.profiles.Pictures;
import io.wegrant.server.profiles.Profiles;
import io.wegrant.server.revocation.AccessTokenSecurity;
import io.wegrant.server.selfservice.AccountProblem.FieldError;
import io.wegrant.server.sessions.Sessions;

@Configuration(proxyBeanMethods = false)
class SelfServiceConfiguration {

	/** Where a user's own account begins. */
	static final String PATH = "/account";

	/** The scope that allows to see and change the profile. */
	static final String PROFILE = "profile";

	/** The scope that allows to bind a phone number. */
	static final String PHONE = "phone";

	private static final String DESCRIPTION = PATH + "/openapi.json";

	private static final Map<String, String> SCOPES = Map.of(ProfileEndpoint.PATH, PROFILE, AvatarEndpoint.PATH,
			PROFILE, PhoneEndpoint.PATH, PHONE);

	@Bean
	@Order(20)
	SecurityFilterChain accountFilterChain(HttpSecurity http, AccessTokenSecurity accessTokens, LimitProperties limits,
			JsonMapper json) {
		// @formatter:off
		http
			.securityMatcher(PATH + "/**")
			.authorizeHttpRequests((requests) -> {
				requests.requestMatchers(HttpMethod.GET, DESCRIPTION).permitAll();
				SCOPES.forEach((path, scope) -> requests.requestMatchers(path).hasAuthority("SCOPE_" + scope));
				requests.anyRequest().hasAuthority(UserTokenConverter.SESSION);
			})
			.addFilterAfter(new AccountLimitFilter(new RateLimit(limits.accountRequestsPerUser()), json),
				BearerTokenAuthenticationFilter.class);
		// @formatter:on
		return accessTokens.require(http, new UserTokenConverter()).build();
	}

	// Who the user is, services ask too, with the tokens that they were handed.
	@Bean
	@Order(21)
	SecurityFilterChain userInfoFilterChain(HttpSecurity http, AccessTokenSecurity accessTokens) {
		// @formatter:off
		http
			.securityMatcher(UserInfoEndpoint.PATH, PicturesEndpoint.PATH + "*")
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(HttpMethod.GET, PicturesEndpoint.PATH + "*").permitAll()
				.requestMatchers(HttpMethod.HEAD, PicturesEndpoint.PATH + "*").permitAll()
				.anyRequest().hasAuthority(UserTokenConverter.SESSION));
		// @formatter:on
		return accessTokens.requireForAnyAudience(http, new UserTokenConverter()).build();
	}

	@Bean
	OwnAccount ownAccount(Users users, Profiles profiles, Pictures pictures, AccountClosing closing, Sessions sessions,
			AuditLog auditLog, TransactionTemplate transactions, MeterRegistry meters) {
		return new OwnAccount(users, profiles, pictures, closing, sessions,
				new AuditedChanges(auditLog, transactions, meters, "wegrant.account.changes"));
	}

	@Bean
	PublishedEndpoint publishedUserInfo() {
		return new PublishedEndpoint("userinfo_endpoint", UserInfoEndpoint.PATH, Callers.USERS);
	}

	@Bean
	ApiDescription accountApi() {
		return new ApiDescription("WeGrant account API", DESCRIPTION, SelfServiceConfiguration.class,
				(method, path) -> scopes(path), Map.of("errors", FieldError.class));
	}

	private static Optional<List<String>> scopes(String path) {
		return path.startsWith(PicturesEndpoint.PATH) ? Optional.empty()
				: Optional.of(Optional.ofNullable(SCOPES.get(path)).map(List::of).orElse(List.of()));
	}

	@Bean
	BodyLimit avatarBodyLimit() {
		return new BodyLimit(AvatarEndpoint.PATH, AvatarEndpoint.MAX_BYTES);
	}

}

package io.wegrant.server.selfservice;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import io.wegrant.server.revocation.AccessTokenSecurity;

@Configuration(proxyBeanMethods = false)
class SelfServiceConfiguration {

	/** Where a user's own account begins. */
	static final String PATH = "/account";

	/** The scope that allows to see and change the profile. */
	static final String PROFILE = "profile";

	@Bean
	@Order(20)
	SecurityFilterChain accountFilterChain(HttpSecurity http, AccessTokenSecurity accessTokens) {
		// @formatter:off
		http
			.securityMatcher(UserInfoEndpoint.PATH, PATH + "/**")
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(PATH + "/profile", PATH + "/avatar").hasAuthority("SCOPE_" + PROFILE)
				.anyRequest().hasAuthority(UserTokenConverter.SESSION));
		// @formatter:on
		return accessTokens.require(http, new UserTokenConverter()).build();
	}

}

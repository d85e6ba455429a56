package io.wegrant.resourceserver.boot;

import java.time.Duration;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import reactor.core.publisher.Mono;

/**
 * The part of a filter chain that every reactive WeGrant resource server has: access
 * tokens and nothing else, no session, no log-in page, no CSRF token, errors as in RFC
 * 6750 with problem details.
 * <p>
 * The starter's own chain uses it. A service or gateway that defines its chains, to open
 * a path for example, takes this bean, applies it and adds its rules.
 */
public final class WegrantReactiveResourceServerConfigurer {

	private final ReactiveBearerErrors errors;

	private final ServerAuthenticationConverter tokens;

	private final Converter<Jwt, Mono<AbstractAuthenticationToken>> authorities;

	WegrantReactiveResourceServerConfigurer(Duration retryAfter, ServerAuthenticationConverter tokens,
			Converter<Jwt, Mono<AbstractAuthenticationToken>> authorities) {
		this.errors = new ReactiveBearerErrors(retryAfter);
		this.tokens = tokens;
		this.authorities = authorities;
	}

	/**
	 * Makes a chain that of a resource server.
	 * @param http the chain that is being built
	 * @return the same, for the rules of the service
	 */
	public ServerHttpSecurity apply(ServerHttpSecurity http) {
		// By default, failures that are not the token's fault would become a 500.
		ServerAuthenticationEntryPointFailureHandler failures = new ServerAuthenticationEntryPointFailureHandler(
				this.errors);
		failures.setRethrowAuthenticationServiceException(false);
		// @formatter:off
		return http
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable)
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.exceptionHandling((exceptions) -> exceptions
				.authenticationEntryPoint(this.errors)
				.accessDeniedHandler(this.errors))
			.oauth2ResourceServer((resourceServer) -> resourceServer
				.bearerTokenConverter(this.tokens)
				.authenticationEntryPoint(this.errors)
				.accessDeniedHandler(this.errors)
				.authenticationFailureHandler(failures)
				.jwt((jwt) -> jwt.jwtAuthenticationConverter(this.authorities)));
		// @formatter:on
	}

}

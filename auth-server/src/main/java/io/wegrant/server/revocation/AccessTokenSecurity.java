package io.wegrant.server.revocation;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a filter chain of this provider takes the provider's own access tokens: from the
 * header alone, those that have not been revoked alone, with the errors of RFC 6750.
 */
@Component
public final class AccessTokenSecurity {

	private final UsableTokenDecoder decoder;

	private final BearerProblemEntryPoint problems;

	AccessTokenSecurity(UsableTokens tokens, JsonMapper json) {
		this.decoder = new UsableTokenDecoder(tokens);
		this.problems = new BearerProblemEntryPoint(json);
	}

	/**
	 * Has a filter chain take access tokens.
	 * @param http the filter chain
	 * @param callers finds who calls, and what the caller may do
	 * @return the filter chain
	 */
	public HttpSecurity require(HttpSecurity http, Converter<Jwt, AbstractAuthenticationToken> callers) {
		// @formatter:off
		return http
			.oauth2ResourceServer((server) -> server
				.jwt((jwt) -> jwt
					.decoder(this.decoder)
					.jwtAuthenticationConverter(callers))
				.authenticationEntryPoint(this.problems)
				.accessDeniedHandler(this.problems))
			.exceptionHandling((exceptions) -> exceptions
				.authenticationEntryPoint(this.problems)
				.accessDeniedHandler(this.problems))
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable);
		// @formatter:on
	}

}

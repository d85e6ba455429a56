package io.wegrant.server.revocation;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a filter chain of this provider takes the provider's own access tokens: from the
 * header alone, those that have not been revoked alone, with the errors of RFC 6750.
 */
@Component
public final class AccessTokenSecurity {

	private final JwtDecoder forProvider;

	private final JwtDecoder forAnyAudience;

	private final BearerProblemEntryPoint problems;

	AccessTokenSecurity(UsableTokens tokens, JsonMapper json) {
		this.forProvider = new UsableTokenDecoder(tokens::findForProvider);
		this.forAnyAudience = new UsableTokenDecoder(tokens::find);
		this.problems = new BearerProblemEntryPoint(json);
	}

	/**
	 * Has a filter chain take access tokens whose audience is the provider alone: no
	 * service that was handed a token gets anywhere with it.
	 * @param http the filter chain
	 * @param callers finds who calls, and what the caller may do
	 * @return the filter chain
	 */
	public HttpSecurity require(HttpSecurity http, Converter<Jwt, AbstractAuthenticationToken> callers) {
		return require(http, this.forProvider, callers);
	}

	/**
	 * Has a filter chain take access tokens whatever their audience is.
	 * @param http the filter chain
	 * @param callers finds who calls, and what the caller may do
	 * @return the filter chain
	 */
	public HttpSecurity requireForAnyAudience(HttpSecurity http, Converter<Jwt, AbstractAuthenticationToken> callers) {
		return require(http, this.forAnyAudience, callers);
	}

	private HttpSecurity require(HttpSecurity http, JwtDecoder decoder,
			Converter<Jwt, AbstractAuthenticationToken> callers) {
		// @formatter:off
		return http
			.oauth2ResourceServer((server) -> server
				.jwt((jwt) -> jwt
					.decoder(decoder)
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

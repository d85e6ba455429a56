package io.wegrant.server.authorization;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;

/**
 * Makes access tokens: signed JWTs (RFC 9068) that services check without asking.
 */
public final class AccessTokens {

	private final JwtGenerator generator;

	AccessTokens(JwtEncoder encoder, SecureRandom random, Clock clock) {
		this.generator = new JwtGenerator(encoder);
		this.generator.setJwtCustomizer(new AccessTokenClaims(random));
		this.generator.setClock(clock);
	}

	/**
	 * Makes an access token, within a token request.
	 * @param client the client that asked
	 * @param subject whom the token speaks of and what for
	 * @param grant the grant by which it was asked
	 * @return the token
	 */
	public OAuth2AccessToken issue(RegisteredClient client, TokenSubject subject,
			OAuth2AuthorizationGrantAuthenticationToken grant) {
		Jwt jwt = Objects.requireNonNull(this.generator.generate(DefaultOAuth2TokenContext.builder()
			.registeredClient(client)
			.principal(subject)
			.authorizationServerContext(AuthorizationServerContextHolder.getContext())
			.authorizedScopes(subject.access().scopes())
			.tokenType(OAuth2TokenType.ACCESS_TOKEN)
			.authorizationGrantType(grant.getGrantType())
			.authorizationGrant(grant)
			.build()));
		return new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, jwt.getTokenValue(), jwt.getIssuedAt(),
				jwt.getExpiresAt(), subject.access().scopes());
	}

}

package io.wegrant.server.authorization;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * Makes access tokens: signed JWTs (RFC 9068) that services check without asking.
 */
public final class AccessTokens {

	/** The {@code typ} of an access token (RFC 9068 section 2.1). */
	static final String TYPE = "at+jwt";

	private static final int MAX_LENGTH = 8 * 1024;

	private static final OAuth2Error NO_EPOCH = new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN,
			"The epochs are missing or no whole numbers", null);

	private final JwtGenerator generator;

	private final NimbusJwtDecoder decoder;

	private final AuthorizationServerContext ownContext;

	AccessTokens(JwtEncoder encoder, JWKSource<SecurityContext> keys, String issuer, SecureRandom random, Clock clock) {
		this.decoder = decoder(keys, issuer, clock);
		this.ownContext = new OwnContext(AuthorizationServerSettings.builder().issuer(issuer).build());
		this.generator = new JwtGenerator(encoder);
		this.generator.setJwtCustomizer(new AccessTokenClaims(random));
		this.generator.setClock(clock);
	}

	/**
	 * Reads an access token of this provider.
	 * @param value the token as it was presented
	 * @return what it says, or empty if it is not genuine, is spelled in another way than
	 * it was issued, or has expired; whether it was revoked is not looked at
	 */
	public Optional<Jwt> verify(String value) {
		if (value.length() > MAX_LENGTH || !TokenSpelling.isTheOne(value)) {
			return Optional.empty();
		}
		try {
			return Optional.of(this.decoder.decode(value));
		}
		catch (JwtException ex) {
			return Optional.empty();
		}
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
		return issue(subject,
				context(client, subject).authorizationServerContext(AuthorizationServerContextHolder.getContext())
					.authorizationGrantType(grant.getGrantType())
					.authorizationGrant(grant)
					.build());
	}

	/**
	 * Makes an access token that nobody has asked for: the provider itself uses it.
	 * @param client the client that it is made out to
	 * @param subject whom the token speaks of and what for
	 * @return the token
	 */
	OAuth2AccessToken issue(RegisteredClient client, TokenSubject subject) {
		return issue(subject,
				context(client, subject).authorizationServerContext(this.ownContext)
					.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
					.build());
	}

	private OAuth2AccessToken issue(TokenSubject subject, OAuth2TokenContext context) {
		Jwt jwt = Objects.requireNonNull(this.generator.generate(context));
		return new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, jwt.getTokenValue(), jwt.getIssuedAt(),
				jwt.getExpiresAt(), subject.access().scopes());
	}

	private static DefaultOAuth2TokenContext.Builder context(RegisteredClient client, TokenSubject subject) {
		return DefaultOAuth2TokenContext.builder()
			.registeredClient(client)
			.principal(subject)
			.authorizedScopes(subject.access().scopes())
			.tokenType(OAuth2TokenType.ACCESS_TOKEN);
	}

	private static OAuth2TokenValidatorResult validateEpochs(Jwt token) {
		try {
			TokenEpochs unused = TokenEpochs.of(token);
			return OAuth2TokenValidatorResult.success();
		}
		catch (IllegalArgumentException ex) {
			return OAuth2TokenValidatorResult.failure(NO_EPOCH);
		}
	}

	private static NimbusJwtDecoder decoder(JWKSource<SecurityContext> keys, String issuer, Clock clock) {
		DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
		processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE)));
		processor
			.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256), keys));
		// Spring's validators check the claims.
		processor.setJWTClaimsSetVerifier((claims, context) -> {
		});
		JwtTimestampValidator timestamps = new JwtTimestampValidator(Duration.ZERO);
		timestamps.setClock(clock);
		NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
		decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(timestamps, new JwtIssuerValidator(issuer),
				AccessTokens::validateEpochs));
		return decoder;
	}

	/**
	 * The provider where no request is made to it.
	 *
	 * @param settings its settings
	 */
	private record OwnContext(AuthorizationServerSettings settings) implements AuthorizationServerContext {

		@Override
		public String getIssuer() {
			return Objects.requireNonNull(this.settings.getIssuer());
		}

		@Override
		public AuthorizationServerSettings getAuthorizationServerSettings() {
			return this.settings;
		}

	}

}

package io.wegrant.server.authorization;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * The claims of an access token as RFC 9068 section 2.2 wants them, and what else is said
 * of its subject.
 */
final class AccessTokenClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {

	private static final int JTI_BYTES = 16;

	private final SecureRandom random;

	AccessTokenClaims(SecureRandom random) {
		this.random = random;
	}

	@Override
	public void customize(JwtEncodingContext context) {
		context.getJwsHeader()
			.algorithm(RegisteredClients.accessTokenAlgorithm(context.getRegisteredClient()))
			.type(AccessTokens.TYPE);
		JwtClaimsSet.Builder claims = context.getClaims();
		String issuer = context.getAuthorizationServerContext().getIssuer();
		claims.claims((all) -> all.remove(JwtClaimNames.NBF));
		claims.id(newJti());
		claims.claim(OAuth2ParameterNames.CLIENT_ID, context.getRegisteredClient().getClientId());
		if (!context.getAuthorizedScopes().isEmpty()) {
			claims.claim(OAuth2ParameterNames.SCOPE, String.join(" ", context.getAuthorizedScopes()));
		}
		if (context.getPrincipal() instanceof TokenSubject subject) {
			claims.audience(subject.access().audience(issuer));
			subject.claims().forEach(claims::claim);
			claims.claims((all) -> issueAt(all, subject.readAt()));
			claims.claims(subject.epochs()::addTo);
		}
	}

	// Before the epochs were read: a token never outlives the entry of the feed that
	// refuses it, however long its request is under way.
	private static void issueAt(Map<String, Object> claims, Instant readAt) {
		Instant signedAt = (Instant) Objects.requireNonNull(claims.get(JwtClaimNames.IAT));
		Instant expiresAt = (Instant) Objects.requireNonNull(claims.get(JwtClaimNames.EXP));
		claims.put(JwtClaimNames.IAT, readAt);
		claims.put(JwtClaimNames.EXP, readAt.plus(Duration.between(signedAt, expiresAt)));
	}

	private String newJti() {
		byte[] bytes = new byte[JTI_BYTES];
		this.random.nextBytes(bytes);
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}

package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the claims of an access token (RFC 9068 sections 2.2 and 4): the issuer
 * is the provider, an audience is this service, the required claims are present, and the
 * times fit within the clock skew. A token that is bound to a key of the client's (RFC
 * 8705, RFC 9449) is no bearer token.
 */
final class ClaimRules {

	private static final List<String> REQUIRED = List.of(JWTClaimNames.EXPIRATION_TIME, JWTClaimNames.SUBJECT,
			"client_id", JWTClaimNames.ISSUED_AT, JWTClaimNames.JWT_ID);

	private final List<Rule> rules;

	ClaimRules(Issuer issuer, Set<String> audiences, Duration clockSkew, Clock clock) {
		this.rules = List.of(
				new Rule(TokenResult.ISSUER, "its issuer is another",
						(claims) -> issuer.value().equals(claims.getIssuer())),
				new Rule(TokenResult.AUDIENCE, "it is for other services",
						(claims) -> !Collections.disjoint(claims.getAudience(), audiences)),
				new Rule(TokenResult.INCOMPLETE, "one of " + REQUIRED + " is missing",
						(claims) -> REQUIRED.stream().allMatch((name) -> claims.getClaim(name) != null)),
				new Rule(TokenResult.INCOMPLETE, "client_id, sid, scope or roles is of another type",
						ClaimRules::types),
				new Rule(TokenResult.INCOMPLETE, "it expires before it was issued",
						(claims) -> instant(claims.getExpirationTime()).isAfter(instant(claims.getIssueTime()))),
				new Rule(TokenResult.INCOMPLETE, "user_epoch or client_epoch is missing or no whole number",
						ClaimRules::epochs),
				new Rule(TokenResult.EXPIRED, "it has expired",
						(claims) -> !clock.instant().minus(clockSkew).isAfter(instant(claims.getExpirationTime()))),
				new Rule(TokenResult.NOT_YET_VALID, "it was issued in the future",
						(claims) -> !instant(claims.getIssueTime()).isAfter(clock.instant().plus(clockSkew))),
				new Rule(TokenResult.NOT_YET_VALID, "it is not valid yet",
						(claims) -> claims.getNotBeforeTime() == null
								|| !instant(claims.getNotBeforeTime()).isAfter(clock.instant().plus(clockSkew))),
				new Rule(TokenResult.BINDING, "it is bound to a key (cnf) and was sent as a bearer token",
						(claims) -> claims.getClaim("cnf") == null));
	}

	private static boolean types(JWTClaimsSet claims) {
		Object scope = claims.getClaim("scope");
		return claims.getClaim("client_id") instanceof String && isTextOrAbsent(claims.getClaim("sid"))
				&& (isTextOrAbsent(scope) || areTexts(scope))
				&& (claims.getClaim("roles") == null || areTexts(claims.getClaim("roles")));
	}

	private static boolean isTextOrAbsent(@Nullable Object value) {
		return value == null || value instanceof String;
	}

	private static boolean areTexts(@Nullable Object value) {
		return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
	}

	// A user's token is of an epoch of the user and of one of the client, another of the
	// client's alone.
	private static boolean epochs(JWTClaimsSet claims) {
		boolean usersOwn = claims.getClaims().containsKey("user_epoch") || claims.getClaims().containsKey("sid");
		return isEpoch(claims, "client_epoch") && (isEpoch(claims, "user_epoch") || !usersOwn);
	}

	private static boolean isEpoch(JWTClaimsSet claims, String claim) {
		return claims.getClaim(claim) instanceof Long epoch && epoch >= 0;
	}

	private static Instant instant(@Nullable Date date) {
		return (date != null) ? date.toInstant() : Instant.EPOCH;
	}

	/**
	 * Lets the claims pass or throws.
	 * @param claims the claims
	 * @throws NotAcceptedException naming the first rule that refuses them
	 */
	void check(JWTClaimsSet claims) {
		for (Rule rule : this.rules) {
			if (!rule.condition().test(claims)) {
				throw new NotAcceptedException(rule.result(), "The token is refused: " + rule.otherwise());
			}
		}
	}

	private record Rule(TokenResult result, String otherwise, Predicate<JWTClaimsSet> condition) {
	}

}

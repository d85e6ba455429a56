package io.wegrant.resourceserver;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.security.oauth2.jwt.Jwt;

/**
 * A token whose signature and claims have been found good, with what has to be looked at
 * again each time it is used.
 *
 * @param jwt the token as the service sees it
 * @param keyId the id of the key that it is signed with
 * @param marks by what it can be revoked
 * @param expiresAt when it expires, in milliseconds since 1970
 */
record VerifiedToken(Jwt jwt, String keyId, List<Mark> marks, long expiresAt) {

	static VerifiedToken of(Jwt jwt) {
		Instant expiresAt = Objects.requireNonNull(jwt.getExpiresAt());
		List<Mark> marks = Stream.of(ClaimDigest.Claim.values())
			.filter((claim) -> claim != ClaimDigest.Claim.KID)
			.flatMap((claim) -> Stream.ofNullable(jwt.getClaimAsString(claim.value()))
				.map((value) -> Mark.of(jwt, claim, value)))
			.toList();
		return new VerifiedToken(jwt, Objects.toString(jwt.getHeaders().get("kid")), marks, expiresAt.toEpochMilli());
	}

	/**
	 * Whether it counts only over a connection with the certificate that it names (RFC
	 * 8705).
	 */
	boolean isBound() {
		return this.jwt.hasClaim("cnf");
	}

	/**
	 * Something by which a token can be revoked.
	 *
	 * @param digest the claim and the fingerprint of its value
	 * @param epoch the epoch of the token, 0 where it has none
	 */
	record Mark(ClaimDigest digest, long epoch) {

		private static Mark of(Jwt jwt, ClaimDigest.Claim claim, String value) {
			long epoch = claim.epoch().map((name) -> jwt.<Long>getClaim(name)).orElse(0L);
			return new Mark(ClaimDigest.of(claim, value), epoch);
		}

	}

}

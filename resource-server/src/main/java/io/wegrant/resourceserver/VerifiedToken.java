package io.wegrant.resourceserver;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A token whose signature and claims have been found good, with what has to be looked at
 * again each time it is used.
 *
 * @param accepted the token as the service sees it
 * @param keyId the id of the key that it is signed with
 * @param marks by what it can be revoked
 * @param expiresAt when it expires, in milliseconds since 1970
 */
record VerifiedToken(Verification.Accepted accepted, String keyId, List<Mark> marks, long expiresAt) {

	static VerifiedToken of(AccessToken token) {
		List<Mark> marks = Stream.of(ClaimDigest.Claim.values())
			.filter((claim) -> claim != ClaimDigest.Claim.KID)
			.flatMap((claim) -> token.text(claim.value()).map((value) -> Mark.of(token, claim, value)).stream())
			.toList();
		return new VerifiedToken(new Verification.Accepted(token), Objects.toString(token.header().get("kid")), marks,
				token.expiresAt().toEpochMilli());
	}

	AccessToken token() {
		return this.accepted.token();
	}

	/**
	 * Something by which a token can be revoked.
	 *
	 * @param digest the claim and the fingerprint of its value
	 * @param epoch the epoch of the token, 0 where it has none
	 */
	record Mark(ClaimDigest digest, long epoch) {

		private static Mark of(AccessToken token, ClaimDigest.Claim claim, String value) {
			long epoch = claim.epoch()
				.map((name) -> (token.claims().get(name) instanceof Long number) ? number : 0L)
				.orElse(0L);
			return new Mark(ClaimDigest.of(claim, value), epoch);
		}

	}

}

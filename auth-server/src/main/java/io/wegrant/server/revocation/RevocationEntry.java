package io.wegrant.server.revocation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the feed. It names what is revoked by a digest, so that the feed can be
 * public, and times in seconds, as tokens do.
 *
 * @param lane the lane of the node that wrote it
 * @param seq its place in the lane
 * @param type what it names: a {@link RevocationType#claim() claim}, or one that a node
 * of a later version writes, which is passed on
 * @param digest the first 16 bytes of the SHA-256 of the name
 * @param lowestEpoch of a user's or a client's tokens, the first epoch that is good
 * @param expiresAt when no token is left that the entry speaks of
 */
record RevocationEntry(long lane, long seq, String type, Digest digest, @Nullable Long lowestEpoch, long expiresAt) {

	static String digest(String name) {
		return Digest.of(name).value();
	}

	/**
	 * What stands for a name.
	 *
	 * @param value the digest in base64url
	 */
	record Digest(String value) {

		private static final int LENGTH = 16;

		static Digest of(String name) {
			try {
				byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
				return new Digest(
						Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256, LENGTH)));
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException("Every Java platform has SHA-256", ex);
			}
		}

	}

}

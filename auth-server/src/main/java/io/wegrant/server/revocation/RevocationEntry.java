package io.wegrant.server.revocation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * An entry of the feed. It names what is revoked by a digest, so that the feed can be
 * public, and times in seconds, as tokens do.
 *
 * @param seq its place in the feed
 * @param type what it names
 * @param digest the first 16 bytes of the SHA-256 of the name, in base64url
 * @param lowestEpoch of a user's or a client's tokens, the first epoch that is good
 * @param expiresAt when no token is left that the entry speaks of
 */
@Table("revocation")
record RevocationEntry(@Id long seq, RevocationType type, String digest, @Nullable Long lowestEpoch, long expiresAt) {

	private static final int DIGEST_LENGTH = 16;

	static String digest(String name) {
		try {
			byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sha256, DIGEST_LENGTH));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}

package io.wegrant.resourceserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a token bears and a revocation names: a claim and the fingerprint of its value,
 * which is the first 16 bytes of the SHA-256 of its UTF-8 form.
 *
 * @param claim the claim
 * @param high the first eight bytes of the fingerprint
 * @param low its last eight bytes
 */
record ClaimDigest(Claim claim, long high, long low) {

	private static final int LENGTH = 16;

	static ClaimDigest of(Claim claim, String value) {
		return read(claim, sha256(value.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Reads a mark from the feed.
	 * @param claim the claim
	 * @param fingerprint the fingerprint in base64url without padding
	 * @return the mark
	 * @throws IllegalArgumentException if that is no fingerprint
	 */
	static ClaimDigest parse(Claim claim, String fingerprint) {
		byte[] bytes = Base64.getUrlDecoder().decode(fingerprint);
		if (bytes.length != LENGTH) {
			throw new IllegalArgumentException("A fingerprint has 16 bytes");
		}
		return read(claim, bytes);
	}

	private static ClaimDigest read(Claim claim, byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		return new ClaimDigest(claim, buffer.getLong(), buffer.getLong());
	}

	private static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * The claims by which tokens can be revoked.
	 */
	enum Claim {

		/** All tokens of a session. */
		SID("sid"),

		/** The tokens of a user of earlier epochs. */
		SUB("sub", "user_epoch"),

		/** The tokens of a client of earlier epochs. */
		CLIENT_ID("client_id", "client_epoch"),

		/** One token. */
		JTI("jti"),

		/** All tokens that a key has signed, which names no claim but the key. */
		KID("kid");

		private final String value;

		private final @Nullable String epoch;

		Claim(String value) {
			this(value, null);
		}

		Claim(String value, @Nullable String epoch) {
			this.value = value;
			this.epoch = epoch;
		}

		/**
		 * Answers the name of the claim in a token, which is also the type of an entry of
		 * the feed.
		 * @return the name
		 */
		String value() {
			return this.value;
		}

		/**
		 * Answers the claim with the epoch of the token, where an entry ends only those
		 * of earlier epochs.
		 * @return the name of that claim, empty if an entry ends all tokens
		 */
		Optional<String> epoch() {
			return Optional.ofNullable(this.epoch);
		}

		static Optional<Claim> ofType(String type) {
			return Stream.of(values()).filter((claim) -> claim.value.equals(type)).findFirst();
		}

	}

}

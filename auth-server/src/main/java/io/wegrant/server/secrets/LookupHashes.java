package io.wegrant.server.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed hashes by which values that are stored encrypted are found, and kept unique.
 * Nobody who has the database alone can tell what a hash is of, not even by trying all
 * that it could be.
 */
public final class LookupHashes {

	/** How many characters a hash has. */
	public static final int LENGTH = 22;

	private static final int BYTES = 16;

	private static final String HMAC = "HmacSHA256";

	private static final String SEPARATOR = "\0";

	private final SecretKeySpec key;

	LookupHashes(byte[] key) {
		this.key = new SecretKeySpec(key, HMAC);
	}

	/**
	 * Computes the hash of a value.
	 * @param purpose what the value is, so that equal values of two kinds have unlike
	 * hashes
	 * @param parts the value, or the parts that only together are one, without NUL
	 * @return the first 128 bits of HMAC-SHA-256 in base64url
	 */
	public String hash(String purpose, String... parts) {
		try {
			Mac mac = Mac.getInstance(HMAC);
			mac.init(this.key);
			mac.update(purpose.getBytes(StandardCharsets.UTF_8));
			byte[] hash = mac.doFinal((SEPARATOR + String.join(SEPARATOR, parts)).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HMAC failed", ex);
		}
	}

	@Override
	public String toString() {
		return "LookupHashes[redacted]";
	}

}

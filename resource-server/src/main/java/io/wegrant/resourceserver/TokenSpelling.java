package io.wegrant.resourceserver;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * How an access token is written. Decoders pass over padding, spaces, the characters of
 * plain Base64 and bits that are left over, and of each ES256 signature (r, s) there is a
 * twin (r, n - s) that verifies as well. The provider writes base64url as RFC 7515
 * section 2 has it, and the lower one of s and n - s; any other spelling is refused, so
 * that a token is one entry of a cache, or of whatever a service keeps by its text.
 */
final class TokenSpelling {

	private static final int PARTS = 3;

	/** An ES256 signature: r and s in 32 bytes each (RFC 7518 section 3.4). */
	private static final int ES256_LENGTH = 64;

	private static final int S = ES256_LENGTH / 2;

	/** Half the order of P-256 (FIPS 186-4 section D.1.2.3). */
	private static final byte[] HALF_ORDER = HexFormat.of()
		.parseHex("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

	private TokenSpelling() {
	}

	/**
	 * Refuses a token that is not written as the provider writes it.
	 * @param token the text that a request has brought
	 * @throws NotAcceptedException if it is another spelling, or no signed JWT at all
	 */
	static void check(String token) {
		String[] parts = token.split("\\.", -1);
		if (parts.length != PARTS) {
			throw new NotAcceptedException(TokenResult.MALFORMED, "The token is no signed JWT");
		}
		decode(parts[0]);
		decode(parts[1]);
		byte[] signature = decode(parts[2]);
		// Signatures of RSA are longer.
		if (signature.length == ES256_LENGTH
				&& Arrays.compareUnsigned(signature, S, ES256_LENGTH, HALF_ORDER, 0, S) > 0) {
			throw new NotAcceptedException(TokenResult.SIGNATURE, "The signature is not the one of the two that count");
		}
	}

	private static byte[] decode(String part) {
		try {
			byte[] bytes = DECODER.decode(part);
			if (ENCODER.encodeToString(bytes).equals(part)) {
				return bytes;
			}
		}
		catch (IllegalArgumentException ex) {
			throw new NotAcceptedException(TokenResult.MALFORMED, "The token is not in base64url", ex);
		}
		throw new NotAcceptedException(TokenResult.MALFORMED, "The token is not in base64url as RFC 7515 has it");
	}

}

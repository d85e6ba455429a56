package io.wegrant.server.authorization;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;

/**
 * How a signed token is written. Decoders pass over padding, spaces, the characters of
 * plain Base64 and bits that are left over, and of each ES256 signature (r, s) there is a
 * twin (r, n - s) that verifies as well. So one token could be written in many ways, and
 * whoever looks it up by its text would take it for several. Here it has one spelling:
 * base64url as RFC 7515 section 2 has it, and the lower one of s and n - s.
 * <p>
 * What is left is for the verifiers, which refuse numbers that are out of range, and
 * signatures that are longer or shorter than their key makes them.
 */
public final class TokenSpelling {

	private static final int PARTS = 3;

	/** An ES256 signature: r and s in 32 bytes each (RFC 7518 section 3.4). */
	private static final int ES256_LENGTH = 64;

	private static final int S = ES256_LENGTH / 2;

	/** The order n of P-256 (FIPS 186-4 section D.1.2.3). */
	private static final BigInteger ORDER = new BigInteger(
			"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

	private static final byte[] HALF_ORDER = bytes(ORDER.shiftRight(1));

	private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

	private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

	private TokenSpelling() {
	}

	/**
	 * Tells whether a token is written in the one way.
	 * @param token the token as it was presented
	 * @return whether it may be one, as far as its spelling goes
	 */
	public static boolean isTheOne(String token) {
		String[] parts = token.split("\\.", -1);
		if (parts.length != PARTS) {
			return false;
		}
		try {
			return isEncoded(parts[0], DECODER.decode(parts[0])) && isEncoded(parts[1], DECODER.decode(parts[1]))
					&& isSignature(parts[2], DECODER.decode(parts[2]));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * Writes a token that was just signed in the one way.
	 * @param token the token, in base64url
	 * @return the same, with the lower one of s and n - s if it is signed with ES256
	 */
	public static String theOne(String token) {
		int start = token.lastIndexOf('.') + 1;
		byte[] signature = DECODER.decode(token.substring(start));
		if (!hasTwin(signature)) {
			return token;
		}
		BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, S, ES256_LENGTH));
		System.arraycopy(bytes(ORDER.subtract(s)), 0, signature, S, S);
		return token.substring(0, start) + ENCODER.encodeToString(signature);
	}

	private static boolean isSignature(String text, byte[] signature) {
		return isEncoded(text, signature) && !hasTwin(signature);
	}

	private static boolean isEncoded(String text, byte[] bytes) {
		return ENCODER.encodeToString(bytes).equals(text);
	}

	// Signatures of RSA are longer.
	private static boolean hasTwin(byte[] signature) {
		return signature.length == ES256_LENGTH
				&& Arrays.compareUnsigned(signature, S, ES256_LENGTH, HALF_ORDER, 0, S) > 0;
	}

	private static byte[] bytes(BigInteger number) {
		byte[] minimal = number.toByteArray();
		byte[] bytes = new byte[S];
		int length = Math.min(minimal.length, S);
		System.arraycopy(minimal, minimal.length - length, bytes, S - length, length);
		return bytes;
	}

}

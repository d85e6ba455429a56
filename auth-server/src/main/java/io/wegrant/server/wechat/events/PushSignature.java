package io.wegrant.server.wechat.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The signatures of WeChat's pushes: the SHA-1 of the token and what it vouches for,
 * sorted and joined. They are compared in constant time.
 */
final class PushSignature {

	private PushSignature() {
	}

	/**
	 * Tells whether a signature is right.
	 * @param signature the signature as it was sent, in hexadecimal
	 * @param signed the token and what it vouches for
	 * @return whether it is
	 */
	static boolean matches(String signature, String... signed) {
		return MessageDigest.isEqual(of(signed).getBytes(StandardCharsets.UTF_8),
				signature.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Signs.
	 * @param signed the token and what it vouches for
	 * @return the signature in hexadecimal
	 */
	static String of(String... signed) {
		String joined = Stream.of(signed).sorted().collect(Collectors.joining());
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1").digest(joined.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

}

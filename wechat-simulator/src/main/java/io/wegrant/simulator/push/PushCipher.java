package io.wegrant.simulator.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * How WeChat encrypts and signs its pushes.
 */
final class PushCipher {

	private static final int RANDOM_BYTES = 16;

	private static final int IV_BYTES = 16;

	private static final int BLOCK = 32;

	private PushCipher() {
	}

	static String encrypt(String encodingAesKey, String appid, String message, SecureRandom random) {
		byte[] start = new byte[RANDOM_BYTES];
		random.nextBytes(start);
		return encrypt(encodingAesKey, appid, message, start);
	}

	static String encrypt(String encodingAesKey, String appid, String message, byte[] start) {
		byte[] content = message.getBytes(StandardCharsets.UTF_8);
		byte[] receiver = appid.getBytes(StandardCharsets.UTF_8);
		int length = RANDOM_BYTES + Integer.BYTES + content.length + receiver.length;
		int padding = BLOCK - length % BLOCK;
		byte[] padded = ByteBuffer.allocate(length + padding)
			.put(start)
			.putInt(content.length)
			.put(content)
			.put(receiver)
			.array();
		Arrays.fill(padded, length, padded.length, (byte) padding);
		return Base64.getEncoder().encodeToString(aes(Cipher.ENCRYPT_MODE, encodingAesKey, padded));
	}

	/**
	 * Decrypts what the receiver of a push answered.
	 * @param encodingAesKey the key
	 * @param appid the mini-program, which must be named inside
	 * @param ciphertext the ciphertext in Base64
	 * @return the message, or empty when the ciphertext is none of that mini-program
	 */
	static Optional<String> decrypt(String encodingAesKey, String appid, String ciphertext) {
		try {
			byte[] bytes = Base64.getDecoder().decode(ciphertext);
			if (bytes.length == 0 || bytes.length % BLOCK != 0) {
				return Optional.empty();
			}
			return message(aes(Cipher.DECRYPT_MODE, encodingAesKey, bytes), appid);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static Optional<String> message(byte[] padded, String appid) {
		int padding = padded[padded.length - 1];
		int end = padded.length - padding;
		if (padding < 1 || padding > BLOCK || end < RANDOM_BYTES + Integer.BYTES) {
			return Optional.empty();
		}
		ByteBuffer content = ByteBuffer.wrap(padded, RANDOM_BYTES, end - RANDOM_BYTES);
		int length = content.getInt();
		if (length < 0 || length > content.remaining()) {
			return Optional.empty();
		}
		String message = text(content, length);
		return text(content, content.remaining()).equals(appid) ? Optional.of(message) : Optional.empty();
	}

	private static String text(ByteBuffer content, int length) {
		byte[] bytes = new byte[length];
		content.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static byte[] aes(int mode, String encodingAesKey, byte[] input) {
		byte[] key = Base64.getDecoder().decode(encodingAesKey + "=");
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, IV_BYTES));
			return cipher.doFinal(input);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static String sign(String... signed) {
		String joined = Stream.of(signed).sorted().collect(Collectors.joining());
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1").digest(joined.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

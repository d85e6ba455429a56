package io.wegrant.simulator.push;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
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
		byte[] key = Base64.getDecoder().decode(encodingAesKey + "=");
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, IV_BYTES));
			return Base64.getEncoder().encodeToString(cipher.doFinal(padded));
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

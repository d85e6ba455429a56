package io.wegrant.server.wechat.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.wegrant.server.accounts.Appid;

/**
 * The encryption of WeChat's pushes: AES-256 in CBC mode over 16 random bytes, the length
 * of the message, the message and the appid, padded to blocks of 32. It has no
 * authentication of its own, so nothing is decrypted before its signature is verified.
 */
final class PushCipher {

	/** How many random bytes there are. */
	static final int RANDOM = 16;

	private static final int HEADER = RANDOM + Integer.BYTES;

	private static final int AES_BLOCK = 16;

	private static final int PADDING_BLOCK = 32;

	private PushCipher() {
	}

	/**
	 * Decrypts a message.
	 * @param encodingAesKey the key in WeChat's form
	 * @param appid the mini-program that the message must be meant for
	 * @param ciphertext the ciphertext in Base64
	 * @return the message, or empty if it is not encrypted with this key for this
	 * mini-program
	 */
	static Optional<byte[]> decrypt(String encodingAesKey, Appid appid, String ciphertext) {
		byte[] plain = decode(ciphertext)
			.map((encrypted) -> cbc(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(encodingAesKey + "="), encrypted))
			.flatMap(PushCipher::withoutPadding)
			.orElse(new byte[0]);
		if (plain.length < HEADER) {
			return Optional.empty();
		}
		int length = ByteBuffer.wrap(plain).getInt(RANDOM);
		if (length < 0 || length > plain.length - HEADER) {
			return Optional.empty();
		}
		byte[] receiver = Arrays.copyOfRange(plain, HEADER + length, plain.length);
		return MessageDigest.isEqual(receiver, appid.value().getBytes(StandardCharsets.UTF_8))
				? Optional.of(Arrays.copyOfRange(plain, HEADER, HEADER + length)) : Optional.empty();
	}

	/**
	 * Encrypts a message.
	 * @param encodingAesKey the key in WeChat's form
	 * @param appid the mini-program that the message is about
	 * @param random what makes each ciphertext another: 16 bytes
	 * @param message the message
	 * @return the ciphertext in Base64
	 */
	static String encrypt(String encodingAesKey, Appid appid, byte[] random, byte[] message) {
		byte[] receiver = appid.value().getBytes(StandardCharsets.UTF_8);
		int length = HEADER + message.length + receiver.length;
		int padding = PADDING_BLOCK - length % PADDING_BLOCK;
		byte[] plain = ByteBuffer.allocate(length + padding)
			.put(random, 0, RANDOM)
			.putInt(message.length)
			.put(message)
			.put(receiver)
			.array();
		Arrays.fill(plain, length, plain.length, (byte) padding);
		byte[] key = Base64.getDecoder().decode(encodingAesKey + "=");
		return Base64.getEncoder().encodeToString(cbc(Cipher.ENCRYPT_MODE, key, plain));
	}

	private static Optional<byte[]> decode(String base64) {
		try {
			return Optional.of(Base64.getDecoder().decode(base64))
				.filter((encrypted) -> encrypted.length > 0 && encrypted.length % AES_BLOCK == 0);
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	private static byte[] cbc(int mode, byte[] key, byte[] blocks) {
		try {
			Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
			cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, AES_BLOCK));
			return cipher.doFinal(blocks);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has AES for whole blocks", ex);
		}
	}

	private static Optional<byte[]> withoutPadding(byte[] padded) {
		int padding = padded[padded.length - 1];
		if (padding < 1 || padding > PADDING_BLOCK || padding > padded.length) {
			return Optional.empty();
		}
		for (int index = padded.length - padding; index < padded.length; index++) {
			if (padded[index] != padding) {
				return Optional.empty();
			}
		}
		return Optional.of(Arrays.copyOf(padded, padded.length - padding));
	}

}

package io.wegrant.server.wechat.services;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import tools.jackson.databind.JsonNode;

import io.wegrant.server.accounts.Appid;

/**
 * Decrypts what WeChat encrypted with a session_key for the mini-program's server:
 * AES-128 in CBC mode. It has no authentication of its own; the watermark inside says for
 * whom it was made, and when.
 */
final class Decryption {

	private static final int BLOCK = 16;

	/** How old data may be, and how far ahead of this node's clock. */
	private static final Duration MAX_AGE = Duration.ofMinutes(10);

	/**
	 * What a phone number comes with. Blocks can be cut off at the front, and with them
	 * the names of the numbers, but not what follows them.
	 */
	private static final Set<String> PHONE = Set.of("phonenumber", "purephonenumber", "countrycode");

	private final Clock clock;

	Decryption(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Decodes what is Base64.
	 * @param text the text
	 * @param name what it is called
	 * @param isIv whether it is one block, and not one or more
	 * @return the bytes
	 */
	static byte[] decode(Optional<String> text, String name, boolean isIv) {
		try {
			byte[] bytes = Base64.getDecoder().decode(text.orElse(""));
			if (isIv ? bytes.length == BLOCK : (bytes.length > 0 && bytes.length % BLOCK == 0)) {
				return bytes;
			}
		}
		catch (IllegalArgumentException ex) {
			// It is no Base64.
		}
		throw ServicesProblem
			.badRequest(name + (isIv ? " is 16 bytes in Base64" : " is one or more blocks of 16 bytes in Base64"));
	}

	/**
	 * Decrypts data.
	 * @param sessionKey the key in WeChat's form
	 * @param data the ciphertext
	 * @param iv the initialisation vector
	 * @return the text in UTF-8, or empty if it was not made with the key
	 */
	static Optional<byte[]> decrypt(String sessionKey, byte[] data, byte[] iv) {
		try {
			byte[] key = Base64.getDecoder().decode(sessionKey);
			Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
			cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
			byte[] plain = cipher.doFinal(data);
			return StrictJson.object(plain).isPresent() ? Optional.of(plain) : Optional.empty();
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Refuses data that was made for another mini-program, or long ago, or is a phone
	 * number.
	 * @param plain the decrypted data
	 * @param appid the mini-program
	 */
	void check(byte[] plain, Appid appid) {
		JsonNode data = StrictJson.object(plain).orElseThrow(ServicesProblem::undecipherable);
		JsonNode watermark = data.path("watermark");
		if (!StrictJson.text(watermark, "appid").equals(Optional.of(appid.value()))) {
			throw ServicesProblem.foreignData("the data was made for another mini-program");
		}
		JsonNode timestamp = watermark.path("timestamp");
		if (!timestamp.isIntegralNumber() || !timestamp.canConvertToLong() || !isOfNow(timestamp.longValue())) {
			throw ServicesProblem.foreignData("the data was made more than 10 minutes ago");
		}
		if (hasAny(data, PHONE)) {
			throw ServicesProblem.phoneNumber();
		}
	}

	private static boolean hasAny(JsonNode data, Set<String> names) {
		return data.propertyNames().stream().map((name) -> name.toLowerCase(Locale.ROOT)).anyMatch(names::contains)
				|| data.valueStream().anyMatch((value) -> hasAny(value, names));
	}

	private boolean isOfNow(long second) {
		Instant now = this.clock.instant();
		return second >= now.minus(MAX_AGE).getEpochSecond() && second <= now.plus(MAX_AGE).getEpochSecond();
	}

}

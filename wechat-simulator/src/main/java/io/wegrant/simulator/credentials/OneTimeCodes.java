package io.wegrant.simulator.credentials;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.OneTimeCode.Kind;

/**
 * The one-time codes in circulation.
 */
@Component
public final class OneTimeCodes {

	/**
	 * How long a code can be exchanged.
	 */
	public static final Duration LIFETIME = Duration.ofMinutes(5);

	private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private static final int LOGIN_CODE_LENGTH = 32;

	private static final int PHONE_CODE_BYTES = 32;

	private final Map<String, OneTimeCode> codes = new ConcurrentHashMap<>();

	private final Queue<String> oldestFirst = new ConcurrentLinkedQueue<>();

	private final Clock clock;

	private final SecureRandom random;

	OneTimeCodes(Clock clock, SecureRandom random) {
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Issues a code.
	 * @param kind what the code is for
	 * @param appid the mini-program in which it is obtained
	 * @param user the person who obtains it
	 * @return the code
	 */
	public String issue(Kind kind, String appid, String user) {
		forgetExpired();
		String value = switch (kind) {
			case LOGIN -> randomLoginCode();
			case PHONE -> randomPhoneCode();
		};
		this.codes.put(value, new OneTimeCode(kind, appid, user, this.clock.instant().plus(LIFETIME)));
		this.oldestFirst.add(value);
		return value;
	}

	/**
	 * Looks a code up, used or not.
	 * @param kind what the code must be for
	 * @param value the code
	 * @return the code, or empty when it is unknown, expired or of another kind
	 */
	public Optional<OneTimeCode> find(Kind kind, String value) {
		return Optional.ofNullable(this.codes.get(value))
			.filter((code) -> code.kind() == kind && code.isAlive(this.clock.instant()));
	}

	/**
	 * Forgets every code.
	 */
	public void clear() {
		this.codes.clear();
		this.oldestFirst.clear();
	}

	private void forgetExpired() {
		String oldest = this.oldestFirst.peek();
		while (oldest != null && !isAlive(oldest)) {
			this.oldestFirst.remove(oldest);
			this.codes.remove(oldest);
			oldest = this.oldestFirst.peek();
		}
	}

	private boolean isAlive(String value) {
		OneTimeCode code = this.codes.get(value);
		return code != null && code.isAlive(this.clock.instant());
	}

	private String randomLoginCode() {
		return this.random.ints(LOGIN_CODE_LENGTH, 0, ALPHABET.length())
			.collect(StringBuilder::new, (code, index) -> code.append(ALPHABET.charAt(index)), StringBuilder::append)
			.toString();
	}

	private String randomPhoneCode() {
		byte[] bytes = new byte[PHONE_CODE_BYTES];
		this.random.nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

}

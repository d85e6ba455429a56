package io.wegrant.simulator.credentials;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * The session keys, at most one for each user of a mini-program.
 */
@Component
public final class SessionKeys {

	/**
	 * How long a key lives at least: a login within this time keeps it, a later one
	 * replaces it.
	 */
	public static final Duration MINIMUM_AGE = Duration.ofMinutes(1);

	private static final int KEY_BYTES = 16;

	private final Map<Owner, SessionKey> keys = new ConcurrentHashMap<>();

	private final Clock clock;

	private final SecureRandom random;

	SessionKeys(Clock clock, SecureRandom random) {
		this.clock = clock;
		this.random = random;
	}

	/**
	 * Notes a login and returns the key that is valid from now on.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return the key in Base64
	 */
	public String login(String appid, String openid) {
		return this.keys
			.compute(new Owner(appid, openid), (owner, key) -> (key != null && isYoung(key)) ? key : create())
			.value();
	}

	/**
	 * Returns the valid key, which is created for a user who has none.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return the key in Base64
	 */
	public String current(String appid, String openid) {
		return this.keys.computeIfAbsent(new Owner(appid, openid), (owner) -> create()).value();
	}

	/**
	 * Looks the valid key up.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return the key in Base64, or empty for a user who has none
	 */
	public Optional<String> find(String appid, String openid) {
		return Optional.ofNullable(this.keys.get(new Owner(appid, openid))).map(SessionKey::value);
	}

	/**
	 * Replaces the valid key, whatever its age.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return the new key in Base64
	 */
	public String replace(String appid, String openid) {
		SessionKey key = create();
		this.keys.put(new Owner(appid, openid), key);
		return key.value();
	}

	/**
	 * Forgets every key.
	 */
	public void clear() {
		this.keys.clear();
	}

	private boolean isYoung(SessionKey key) {
		return this.clock.instant().isBefore(key.createdAt().plus(MINIMUM_AGE));
	}

	private SessionKey create() {
		byte[] bytes = new byte[KEY_BYTES];
		this.random.nextBytes(bytes);
		return new SessionKey(Base64.getEncoder().encodeToString(bytes), this.clock.instant());
	}

	private record Owner(String appid, String openid) {

	}

	private record SessionKey(String value, Instant createdAt) {

	}

}

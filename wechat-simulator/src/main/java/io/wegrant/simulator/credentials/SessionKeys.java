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
import org.springframework.util.Assert;

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
			.compute(new Owner(appid, openid),
					(owner, key) -> (key != null && !key.expired() && isYoung(key)) ? key : create())
			.value();
	}

	/**
	 * Returns the valid key, which is created for a user who has none.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return the key in Base64
	 */
	public String current(String appid, String openid) {
		return this.keys
			.compute(new Owner(appid, openid), (owner, key) -> (key != null && !key.expired()) ? key : create())
			.value();
	}

	/**
	 * Returns the valid key, which is created for a user who never had one.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return the key in Base64, or empty when the last one has expired
	 */
	public Optional<String> first(String appid, String openid) {
		this.keys.computeIfAbsent(new Owner(appid, openid), (owner) -> create());
		return find(appid, openid);
	}

	/**
	 * Looks the valid key up.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return the key in Base64, or empty for a user who has none
	 */
	public Optional<String> find(String appid, String openid) {
		return Optional.ofNullable(this.keys.get(new Owner(appid, openid)))
			.filter((key) -> !key.expired())
			.map(SessionKey::value);
	}

	/**
	 * Tells whether a user had a key that is valid no more, and has none since.
	 * @param appid the mini-program
	 * @param openid the user
	 * @return whether it has expired
	 */
	public boolean isExpired(String appid, String openid) {
		SessionKey key = this.keys.get(new Owner(appid, openid));
		return key != null && key.expired();
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
	 * Replaces the valid key by a chosen one.
	 * @param appid the mini-program
	 * @param openid the user
	 * @param value the key in Base64
	 */
	public void replace(String appid, String openid, String value) {
		Assert.isTrue(value.matches("[A-Za-z0-9+/]{21}[AQgw]=="), "session_key is not 16 bytes in Base64");
		this.keys.put(new Owner(appid, openid), new SessionKey(value, this.clock.instant(), false));
	}

	/**
	 * Lets the key of a user expire. The next login brings a new one.
	 * @param appid the mini-program
	 * @param openid the user
	 */
	public void expire(String appid, String openid) {
		this.keys.compute(new Owner(appid, openid), (owner, key) -> ((key != null) ? key : create()).expire());
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
		return new SessionKey(Base64.getEncoder().encodeToString(bytes), this.clock.instant(), false);
	}

	private record Owner(String appid, String openid) {

	}

	private record SessionKey(String value, Instant createdAt, boolean expired) {

		private SessionKey expire() {
			return new SessionKey(this.value, this.createdAt, true);
		}

	}

}

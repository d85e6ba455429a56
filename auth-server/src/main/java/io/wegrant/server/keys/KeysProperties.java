package io.wegrant.server.keys;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The life of signing keys.
 *
 * @param rotationInterval how long a key is signed with
 * @param pendingPeriod how long a key is published before it is signed with: longer than
 * services keep the keys they have
 * @param overlap how long a key stays published when it is not signed with any more:
 * longer than its last token lives
 * @param maxAge how long proxies and services may keep the published keys
 * @param reloadInterval how often each node reads the keys and does what is due
 */
@ConfigurationProperties("wegrant.keys")
record KeysProperties(@DefaultValue("90d") Duration rotationInterval, @DefaultValue("2h") Duration pendingPeriod,
		@DefaultValue("1h") Duration overlap, @DefaultValue("5m") Duration maxAge,
		@DefaultValue("5s") Duration reloadInterval) {

	/** How far clocks may differ, as the starter allows by default. */
	private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

	/**
	 * Refuses periods with which tokens would outlive their key, or precede it.
	 * @param accessTokenLifetime how long an access token is valid
	 */
	void check(Duration accessTokenLifetime) {
		requirePositive("max-age", this.maxAge);
		requirePositive("reload-interval", this.reloadInterval);
		requireAtLeast(this.maxAge.multipliedBy(2).plus(this.reloadInterval.multipliedBy(4)), "pending-period",
				this.pendingPeriod, "twice the max-age and four times the reload-interval, so that everybody knows a"
						+ " key before it is signed with");
		requireAtLeast(this.pendingPeriod.plus(this.reloadInterval), "rotation-interval", this.rotationInterval,
				"the pending-period of the next key and the reload-interval");
		requireAtLeast(accessTokenLifetime.plus(CLOCK_SKEW), "overlap", this.overlap,
				"wegrant.clients.access-token-lifetime and " + CLOCK_SKEW.toSeconds()
						+ " s for clocks that differ, so that no key goes before its last token has expired");
	}

	/**
	 * Tells for how long a node may sign without having read the keys: no key retires
	 * within that time that was not about to when they were read.
	 * @return the time
	 */
	Duration lease() {
		return this.pendingPeriod.minus(this.reloadInterval.multipliedBy(2));
	}

	private static void requirePositive(String name, Duration value) {
		requireAtLeast(Duration.ofMillis(1), name, value, "a millisecond");
	}

	private static void requireAtLeast(Duration least, String name, Duration value, String reason) {
		if (value.compareTo(least) < 0) {
			throw new InvalidConfigurationPropertyValueException("wegrant.keys." + name, value,
					"It is at least " + least.toSeconds() + " s: " + reason);
		}
	}

}

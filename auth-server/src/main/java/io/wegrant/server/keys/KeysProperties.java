package io.wegrant.server.keys;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;
import io.wegrant.server.settings.TimeAllowances;

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

	private static final Duration LEAST = Duration.ofMillis(100);

	private static final Duration MOST = Duration.ofDays(3650);

	KeysProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.keys");
		check.range("rotation-interval", rotationInterval, LEAST, MOST);
		check.range("pending-period", pendingPeriod, LEAST, MOST);
		check.range("overlap", overlap, LEAST, MOST);
		check.range("max-age", maxAge, LEAST, Duration.ofDays(1));
		check.range("reload-interval", reloadInterval, LEAST, Duration.ofHours(1));
		// Longer ones could not be added up.
		if (check.hasPassed()) {
			requireAtLeast(check, "pending-period", pendingPeriod,
					maxAge.multipliedBy(2).plus(reloadInterval.multipliedBy(4)),
					"twice wegrant.keys.max-age and four times wegrant.keys.reload-interval, so that everybody knows a"
							+ " key before it is signed with");
			requireAtLeast(check, "rotation-interval", rotationInterval, pendingPeriod.plus(reloadInterval),
					"wegrant.keys.pending-period, that of the next key, and wegrant.keys.reload-interval");
		}
		check.end();
	}

	/**
	 * Refuses an overlap with which tokens would outlive their key.
	 * @param accessTokenLifetime how long an access token is valid
	 * @param check takes the problems
	 */
	void check(Duration accessTokenLifetime, SettingsCheck check) {
		requireAtLeast(check.under("wegrant.keys"), "overlap", this.overlap,
				accessTokenLifetime.plus(TimeAllowances.TO_SERVICES),
				"wegrant.clients.access-token-lifetime and " + SettingsCheck.text(TimeAllowances.TO_SERVICES)
						+ " for clocks that differ, so that no key goes before its last token has expired");
	}

	/**
	 * Tells for how long a node may sign without having read the keys: no key retires
	 * within that time that was not about to when they were read.
	 * @return the time
	 */
	Duration lease() {
		return this.pendingPeriod.minus(this.reloadInterval.multipliedBy(2));
	}

	private static void requireAtLeast(SettingsCheck check, String name, Duration value, Duration least,
			String reason) {
		if (value.compareTo(least) < 0) {
			check.that(name, false, "is " + SettingsCheck.text(value) + ", and must be at least "
					+ SettingsCheck.text(least) + ": " + reason);
		}
	}

}

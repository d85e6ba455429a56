package io.wegrant.resourceserver;

import java.time.Duration;

/**
 * How the provider's public keys are fetched and kept.
 *
 * @param cacheTime how long fetched keys are used before they are fetched again, up to a
 * day; the provider publishes a new key at least this long before it signs with it
 * @param refreshAhead how long before the end of the cache time the next fetch is made in
 * the background
 * @param refetchInterval the shortest time between two fetches that tokens with unknown
 * key ids can cause, up to an hour
 * @param outageTime how long the last fetched keys stay in use while the provider cannot
 * be reached, up to 30 days
 * @param retryAfter how long no fetch is tried after one has failed (a second at most
 * until one has succeeded), up to an hour
 * @param connectTimeout the longest wait for a connection, up to a minute
 * @param readTimeout the longest wait for a complete answer, up to a minute
 * @param maxSize the largest answer that is read, in bytes, 16 KiB to 64 MiB
 */
public record KeySettings(Duration cacheTime, Duration refreshAhead, Duration refetchInterval, Duration outageTime,
		Duration retryAfter, Duration connectTimeout, Duration readTimeout, int maxSize) {

	/**
	 * Refuses values with which no key could be fetched or kept.
	 */
	public KeySettings {
		SettingRange.check("keys.cache-time", cacheTime, SettingRange.SHORTEST, Duration.ofDays(1));
		SettingRange.check("keys.refresh-ahead", refreshAhead, SettingRange.SHORTEST, Duration.ofDays(1));
		SettingRange.check("keys.refetch-interval", refetchInterval, SettingRange.SHORTEST, Duration.ofHours(1));
		SettingRange.check("keys.outage-time", outageTime, SettingRange.SHORTEST, Duration.ofDays(30));
		SettingRange.check("keys.retry-after", retryAfter, SettingRange.SHORTEST, Duration.ofHours(1));
		SettingRange.check("keys.connect-timeout", connectTimeout, SettingRange.SHORTEST, SettingRange.LONGEST_TIMEOUT);
		SettingRange.check("keys.read-timeout", readTimeout, SettingRange.SHORTEST, SettingRange.LONGEST_TIMEOUT);
		SettingRange.check("keys.max-size", maxSize, 16 << 10, SettingRange.LARGEST_ANSWER, "bytes");
		SettingRange.check("keys.refresh-ahead", refreshAhead.compareTo(cacheTime) < 0,
				"must be shorter than keys.cache-time");
	}

	/**
	 * Returns what suits a service near its provider: keys for 5 minutes, fetched anew a
	 * minute before, kept for an hour of outage.
	 * @return the settings
	 */
	public static KeySettings defaults() {
		return new KeySettings(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofSeconds(30),
				Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(2), 64 << 10);
	}

}

package io.wegrant.resourceserver;

import java.time.Duration;

/**
 * How a service learns which tokens have been revoked before they expire.
 *
 * @param longestWait how long the provider holds a request for revocations open when
 * there are none, in whole seconds up to 30; with 0 the service asks once a second
 * @param staleAfter how long after the last answer revocations count as missed, up to a
 * day
 * @param rejectWhenStale whether good tokens are {@link Verification.Unavailable} while
 * revocations may have been missed; else they are accepted, and how long a revoked one
 * can pass is bounded by the life of access tokens
 * @param connectTimeout the longest wait for a connection, up to a minute
 * @param readTimeout the longest wait for a complete answer, beyond the time that the
 * provider was asked to hold the request, up to a minute
 * @param maxSize the largest answer that is read, in bytes, 4 MiB to 64 MiB
 */
public record RevocationSettings(Duration longestWait, Duration staleAfter, boolean rejectWhenStale,
		Duration connectTimeout, Duration readTimeout, int maxSize) {

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	/**
	 * Refuses values with which the feed could not be followed, or would always be stale.
	 */
	public RevocationSettings {
		SettingRange.check("revocation.wait",
				!longestWait.isNegative() && longestWait.compareTo(LONGEST_WAIT) <= 0 && longestWait.toNanosPart() == 0,
				"must be 0 to 30 whole seconds");
		SettingRange.check("revocation.stale-after", staleAfter, SettingRange.SHORTEST, Duration.ofDays(1));
		SettingRange.check("revocation.stale-after", staleAfter.compareTo(longestWait) > 0,
				"must be longer than revocation.wait");
		SettingRange.check("revocation.connect-timeout", connectTimeout, SettingRange.SHORTEST,
				SettingRange.LONGEST_TIMEOUT);
		SettingRange.check("revocation.read-timeout", readTimeout, SettingRange.SHORTEST, SettingRange.LONGEST_TIMEOUT);
		// A full answer, 20,000 entries, has 3.2 MB.
		SettingRange.check("revocation.max-size", maxSize, 4 << 20, SettingRange.LARGEST_ANSWER, "bytes");
	}

	/**
	 * Returns what suits most services: held for 25 s, stale after 60 s, tokens accepted
	 * nevertheless.
	 * @return the settings
	 */
	public static RevocationSettings defaults() {
		return new RevocationSettings(Duration.ofSeconds(25), Duration.ofSeconds(60), false, Duration.ofSeconds(1),
				Duration.ofSeconds(5), 4 << 20);
	}

	/**
	 * Returns the same settings for a service that would rather answer 503 than accept a
	 * token that may have been revoked.
	 * @return the settings
	 */
	public RevocationSettings rejectingWhenStale() {
		return new RevocationSettings(this.longestWait, this.staleAfter, true, this.connectTimeout, this.readTimeout,
				this.maxSize);
	}

}

package io.wegrant.server.sessions;

import java.time.Duration;
import java.time.Instant;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * How long sessions live, and how many.
 *
 * @param idleLifetime how long a session lives without being refreshed
 * @param absoluteLifetime how long a session lives at most
 * @param refreshGrace how long after a rotation the replaced refresh token still answers
 * with its successor, for clients that lost the answer
 * @param maxPerUserAndClient how many live sessions a user has with one client at most; a
 * further login ends the oldest
 * @param purgeInterval how often each node looks for sessions that are over
 * @param keepEnded how long a session that was ended stays, for administrators to see
 */
@ConfigurationProperties("wegrant.sessions")
record SessionProperties(@DefaultValue("30d") Duration idleLifetime, @DefaultValue("90d") Duration absoluteLifetime,
		@DefaultValue("60s") Duration refreshGrace, @DefaultValue("5") int maxPerUserAndClient,
		@DefaultValue("1m") Duration purgeInterval, @DefaultValue("7d") Duration keepEnded) {

	private static final Duration LONGEST = Duration.ofDays(3650);

	SessionProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.sessions");
		check.range("idle-lifetime", idleLifetime, Duration.ofSeconds(1), LONGEST);
		check.range("absolute-lifetime", absoluteLifetime, Duration.ofSeconds(1), LONGEST);
		check.that("idle-lifetime", idleLifetime.compareTo(absoluteLifetime) <= 0,
				"must be at most wegrant.sessions.absolute-lifetime");
		check.range("refresh-grace", refreshGrace, Duration.ZERO, Duration.ofHours(1));
		check.range("max-per-user-and-client", maxPerUserAndClient, 1, 100);
		check.range("purge-interval", purgeInterval, Duration.ofMillis(100), Duration.ofDays(1));
		check.range("keep-ended", keepEnded, Duration.ZERO, LONGEST);
		check.end();
	}

	/**
	 * Returns when a session expires unless it is refreshed.
	 * @param refreshedAt when it was last refreshed
	 * @param expiresAt when it ends at the latest
	 * @return the instant from which it is over
	 */
	Instant expiry(Instant refreshedAt, Instant expiresAt) {
		Instant idle = refreshedAt.plus(this.idleLifetime);
		return idle.isBefore(expiresAt) ? idle : expiresAt;
	}

	/**
	 * Refuses sessions that are over before their access token has to be renewed.
	 * @param accessTokenLifetime how long an access token is valid
	 * @param check takes the problems
	 */
	void check(Duration accessTokenLifetime, SettingsCheck check) {
		check.under("wegrant.sessions")
			.that("idle-lifetime", this.idleLifetime.compareTo(accessTokenLifetime) >= 0,
					"must be at least wegrant.clients.access-token-lifetime");
	}

}

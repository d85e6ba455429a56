package io.wegrant.server.notices;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * How services hear of account events.
 *
 * @param pollInterval how often each node looks for events that are due; what happens at
 * the node itself is told at once
 * @param longestPause how long after a failure the next attempt is made at most; the
 * first is made after a second, each further one after twice as long
 * @param retryPeriod how long an event is told, before it is given up
 * @param retention how long events that were given up can be looked at
 */
@ConfigurationProperties("wegrant.notices")
public record NoticesProperties(@DefaultValue("1s") Duration pollInterval, @DefaultValue("10m") Duration longestPause,
		@DefaultValue("7d") Duration retryPeriod, @DefaultValue("30d") Duration retention) {

	/**
	 * Refuses times with which events would be lost, or the database be kept busy.
	 */
	public NoticesProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.notices");
		check.range("poll-interval", pollInterval, Duration.ofMillis(100), Duration.ofMinutes(1));
		check.range("longest-pause", longestPause, Duration.ofSeconds(1), Duration.ofHours(1));
		check.range("retry-period", retryPeriod, Duration.ofMinutes(1), Duration.ofDays(90));
		check.range("retention", retention, Duration.ofMinutes(1), Duration.ofDays(400));
		check.end();
	}

}

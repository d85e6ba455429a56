package io.wegrant.server.revocation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;
import io.wegrant.server.settings.TimeAllowances;

/**
 * The revocation feed.
 *
 * @param pollInterval how often each node looks for entries of other nodes
 * @param maxWaiting how many requests one node holds open at most; further ones are
 * answered with 503
 * @param maxWaitingPerAddress how many of them may come from one address, or from one /64
 * network of IPv6
 * @param answersPerSecond how many held requests one node answers in a second; if more
 * wait, each hears of what has come in the meantime by one answer, within 5 seconds
 * @param pageSize how many entries an answer has at most
 * @param purgeInterval how often entries are deleted that have outlived the tokens they
 * speak of
 */
@ConfigurationProperties("wegrant.revocation")
record RevocationProperties(@DefaultValue("200ms") Duration pollInterval, @DefaultValue("10000") int maxWaiting,
		@DefaultValue("2500") int maxWaitingPerAddress, @DefaultValue("2000") int answersPerSecond,
		@DefaultValue("2000") int pageSize, @DefaultValue("1m") Duration purgeInterval) {

	/** What the starter reads at once. */
	private static final int MAX_PAGE_SIZE = 20_000;

	/** Fewer than Tomcat has connections, so that others are answered meanwhile. */
	private static final int MAX_WAITING = 15_000;

	private static final int MAX_ANSWERS_PER_SECOND = 100_000;

	RevocationProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.revocation");
		check.range("poll-interval", pollInterval, Duration.ofMillis(10), TimeAllowances.LAG);
		check.range("max-waiting", maxWaiting, 1, MAX_WAITING);
		check.range("max-waiting-per-address", maxWaitingPerAddress, 1, MAX_WAITING);
		check.range("answers-per-second", answersPerSecond, 1, MAX_ANSWERS_PER_SECOND);
		check.range("page-size", pageSize, 1, MAX_PAGE_SIZE);
		check.range("purge-interval", purgeInterval, Duration.ofMillis(100), Duration.ofDays(1));
		check.end();
	}

}

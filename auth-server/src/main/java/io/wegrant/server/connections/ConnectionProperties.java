package io.wegrant.server.connections;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * How long requests may take to arrive.
 *
 * @param headerDeadline how long the headers of a request may take; the connection is
 * closed then
 * @param bodyDeadline how long the body of a request may take; it is answered with 408
 * then. A body that announces its length has a second more for each 100 KB
 * @param bodyMegabytes how many megabytes of bodies that are still arriving are kept, of
 * which one address, or one /64 network of IPv6, may have a quarter; further ones are
 * answered with 503
 */
@ConfigurationProperties("wegrant.connections")
record ConnectionProperties(@DefaultValue("10s") Duration headerDeadline, @DefaultValue("20s") Duration bodyDeadline,
		@DefaultValue("64") int bodyMegabytes) {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private static final int LEAST_MEGABYTES = 16;

	private static final int MOST_MEGABYTES = 65_536;

	ConnectionProperties {
		SettingsCheck check = SettingsCheck.of("wegrant.connections");
		check.range("header-deadline", headerDeadline, SHORTEST, LONGEST);
		check.range("body-deadline", bodyDeadline, SHORTEST, LONGEST);
		check.range("body-megabytes", bodyMegabytes, LEAST_MEGABYTES, MOST_MEGABYTES);
		check.end();
	}

}

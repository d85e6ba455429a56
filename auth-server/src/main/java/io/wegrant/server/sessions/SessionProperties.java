package io.wegrant.server.sessions;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions live, and how many.
 *
 * @param idleLifetime how long a session lives without being refreshed
 * @param absoluteLifetime how long a session lives at most
 * @param refreshGrace how long after a rotation the replaced refresh token still answers
 * with its successor, for clients that lost the answer
 * @param maxPerUserAndClient how many live sessions a user has with one client at most; a
 * further login ends the oldest
 * @param purgeInterval how often each node looks for sessions that are over, a part of
 * the table at a time
 * @param keepEnded how long a session that was ended stays, for administrators to see
 */
@ConfigurationProperties("wegrant.sessions")
record SessionProperties(@DefaultValue("30d") Duration idleLifetime, @DefaultValue("90d") Duration absoluteLifetime,
		@DefaultValue("60s") Duration refreshGrace, @DefaultValue("5") int maxPerUserAndClient,
		@DefaultValue("1m") Duration purgeInterval, @DefaultValue("7d") Duration keepEnded) {

}

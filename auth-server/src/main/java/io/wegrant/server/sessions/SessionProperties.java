package io.wegrant.server.sessions;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long sessions live.
 *
 * @param idleLifetime how long a session lives without being refreshed
 * @param absoluteLifetime how long a session lives at most
 * @param refreshGrace how long after a rotation the replaced refresh token still answers
 * with its successor, for clients that lost the answer
 */
@ConfigurationProperties("wegrant.sessions")
record SessionProperties(@DefaultValue("30d") Duration idleLifetime, @DefaultValue("90d") Duration absoluteLifetime,
		@DefaultValue("60s") Duration refreshGrace) {

}

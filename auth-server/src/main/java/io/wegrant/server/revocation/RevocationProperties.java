package io.wegrant.server.revocation;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The revocation feed.
 *
 * @param pollInterval how often each node looks for entries of other nodes
 * @param maxWaiting how many requests one node holds open at most; further ones are
 * answered with 503
 * @param pageSize how many entries an answer has at most
 * @param purgeInterval how often entries are deleted that have outlived the tokens they
 * speak of
 */
@ConfigurationProperties("wegrant.revocation")
record RevocationProperties(@DefaultValue("200ms") Duration pollInterval, @DefaultValue("2000") int maxWaiting,
		@DefaultValue("20000") int pageSize, @DefaultValue("1m") Duration purgeInterval) {

}

package io.wegrant.server.settings;

import java.time.Duration;

/**
 * For how long things that happen at different places are taken to happen at once. Nobody
 * sets them: each follows from what is promised or from what machines do.
 */
public final class TimeAllowances {

	/**
	 * By how much the clocks of the nodes may differ: they are machines of one operator,
	 * kept by NTP.
	 */
	public static final Duration BETWEEN_NODES = Duration.ofSeconds(10);

	/**
	 * By how much the clocks of services may differ from the provider's: what the starter
	 * allows by default.
	 */
	public static final Duration TO_SERVICES = Duration.ofSeconds(60);

	/**
	 * How much longer than an access token an entry of the revocation feed lives: the
	 * time for which a node may hold a client's registration that was changed, and the
	 * clocks of nodes and services.
	 */
	public static final Duration REVOCATION_MARGIN = Duration.ofMinutes(3);

	/**
	 * How far one node may be behind another in the revocation feed: services are
	 * promised to hear of a revocation within a second.
	 */
	public static final Duration LAG = Duration.ofSeconds(1);

	/**
	 * How old a node's knowledge of the feed may be before it speaks for it no more:
	 * services are promised never to hear of a revocation later.
	 */
	public static final Duration CURRENT = Duration.ofSeconds(5);

	private TimeAllowances() {
	}

}

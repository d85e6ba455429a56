package io.wegrant.server.clients;

import java.time.Clock;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import io.wegrant.server.storage.Batches;

/**
 * Forgets used assertions that no node would take any more, some at a time, which an
 * index of the time finds.
 */
final class UsedAssertionPurge {

	private static final Logger logger = LoggerFactory.getLogger(UsedAssertionPurge.class);

	private static final int BATCH = 500;

	private final UsedAssertionRows rows;

	private final Clock clock;

	UsedAssertionPurge(UsedAssertionRows rows, Clock clock) {
		this.rows = rows;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "#{@clientsPurgeInterval}", initialDelayString = "#{@clientsPurgeInterval}")
	void purge() {
		Batches.delete("Used assertions of clients", logger, this::purgeBatch);
	}

	private boolean purgeBatch() {
		List<String> digests = this.rows.findExpired(this.clock.instant(), BATCH);
		return !digests.isEmpty() && this.rows.purge(digests) == BATCH;
	}

}

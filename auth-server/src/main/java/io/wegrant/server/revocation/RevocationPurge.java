package io.wegrant.server.revocation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

import io.wegrant.server.storage.DatabaseFault;

/**
 * Deletes entries that have outlived the tokens they speak of, some at a time, and lanes
 * that have none left. A node whose lane went begins another.
 */
final class RevocationPurge {

	private static final Logger logger = LoggerFactory.getLogger(RevocationPurge.class);

	private static final int BATCH = 5_000;

	private final RevocationRows rows;

	private final RevocationWindow window;

	RevocationPurge(RevocationRows rows, RevocationWindow window) {
		this.rows = rows;
		this.window = window;
	}

	@Scheduled(fixedDelayString = "#{@revocationPurgeInterval}", initialDelayString = "#{@revocationPurgeInterval}")
	void purge() {
		this.window.lanes().forEach(this::tryToPurge);
	}

	private void tryToPurge(RevocationLane lane) {
		try {
			purge(lane);
		}
		catch (DataAccessException | TransactionException ex) {
			DatabaseFault.of(ex).logDelayOf("Revocations that are over", logger);
		}
	}

	private void purge(RevocationLane lane) {
		long forgotten = lane.forgottenUpTo();
		if (forgotten == lane.purgedUpTo()) {
			return;
		}
		int deleted;
		do {
			deleted = this.rows.purge(lane.id(), forgotten, BATCH);
		}
		while (deleted == BATCH);
		if (forgotten == lane.lastSeq() && !lane.isTold()) {
			this.rows.removeLane(lane.id(), forgotten);
		}
		lane.purged(forgotten);
	}

}

package io.wegrant.server.revocation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Deletes entries that have outlived the tokens they speak of, some at a time.
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
		try {
			int deleted;
			do {
				deleted = this.rows.purge(this.window.forgottenSeq(), BATCH);
			}
			while (deleted == BATCH);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Revocations that are over could not be deleted now: {}", ex.getMessage());
		}
	}

}

package io.wegrant.server.storage;

import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Deletes some rows at a time, so that nobody waits long for a row, and what the database
 * refuses is left for the next turn.
 */
public final class Batches {

	private Batches() {
	}

	/**
	 * Deletes until there is no more, or this node shuts down.
	 * @param work what is deleted, for the log
	 * @param logger the log of whoever deletes
	 * @param batch deletes some rows, and tells whether to go on: not if another node has
	 * deleted a part of them, which is left the rest
	 */
	public static void delete(String work, Logger logger, BooleanSupplier batch) {
		try {
			boolean goesOn = true;
			while (goesOn && !Thread.currentThread().isInterrupted()) {
				goesOn = batch.getAsBoolean();
			}
		}
		catch (DataAccessException | TransactionException ex) {
			DatabaseFault.of(ex).logDelayOf(work, logger);
		}
	}

}

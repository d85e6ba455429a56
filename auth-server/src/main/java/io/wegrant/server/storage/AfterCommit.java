package io.wegrant.server.storage;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a rollback does not undo, log lines above all: it waits for the commit, since a
 * transaction may be undone and done again.
 */
public final class AfterCommit implements TransactionSynchronization {

	private final Runnable action;

	private AfterCommit(Runnable action) {
		this.action = action;
	}

	/**
	 * Does something once the transaction has been committed, or at once if there is
	 * none.
	 * @param action what is done; it must not use the database
	 */
	public static void run(Runnable action) {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new AfterCommit(action));
		}
		else {
			action.run();
		}
	}

	@Override
	public void afterCommit() {
		this.action.run();
	}

}

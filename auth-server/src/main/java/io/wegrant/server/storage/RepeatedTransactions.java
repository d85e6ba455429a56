package io.wegrant.server.storage;

import java.io.Serial;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions of all modules. One that the database has undone, at a statement or at
 * its commit, is done again after a short pause of random length, as a whole. Whatever
 * may have been committed is not: of a connection that was lost nobody knows.
 * <p>
 * No attempt begins later than two seconds after the first. So one that has waited in
 * vain for a lock, which takes longer, is not done again: whoever holds the lock is
 * likely to hold it still, and the request has waited long enough.
 */
final class RepeatedTransactions extends TransactionTemplate {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(RepeatedTransactions.class);

	private static final int ATTEMPTS = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private static final Duration PAUSE = Duration.ofMillis(20);

	RepeatedTransactions(PlatformTransactionManager transactionManager) {
		super(transactionManager);
	}

	@Override
	public <T> T execute(TransactionCallback<T> action) {
		// A part of a transaction cannot be done again without the rest.
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			return executeOnce(action);
		}
		long begin = System.nanoTime();
		for (int attempt = 1;; attempt++) {
			try {
				return executeOnce(action);
			}
			catch (DataAccessException | TransactionException ex) {
				DatabaseFault fault = DatabaseFault.of(ex);
				if (!fault.isUndone() || attempt == ATTEMPTS || !pause(attempt, begin)) {
					throw ex;
				}
				logger.debug("A transaction was undone and is done again: {}", fault.summary());
			}
		}
	}

	private <T> T executeOnce(TransactionCallback<T> action) {
		PlatformTransactionManager manager = Objects.requireNonNull(getTransactionManager());
		TransactionStatus status = manager.getTransaction(this);
		T result;
		try {
			result = action.doInTransaction(status);
		}
		catch (RuntimeException | Error ex) {
			rollBack(manager, status);
			throw ex;
		}
		manager.commit(status);
		return result;
	}

	// Why it is rolled back tells more than why that fails: the connection has gone, and
	// the transaction with it.
	private static void rollBack(PlatformTransactionManager manager, TransactionStatus status) {
		try {
			manager.rollback(status);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("A transaction ends with its connection: {}", DatabaseFault.of(ex).summary());
		}
	}

	private static boolean pause(int attempt, long begin) {
		try {
			Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE.toMillis() * attempt));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		return System.nanoTime() - begin < PATIENCE.toNanos();
	}

}

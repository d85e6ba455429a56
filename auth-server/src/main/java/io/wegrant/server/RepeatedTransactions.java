package io.wegrant.server;

import java.io.Serial;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions of all modules. One that the database undid, because it was part of a
 * deadlock, is done again after a short pause of random length. One that waited for a
 * lock in vain is not: whoever holds the lock is likely to hold it still, and the request
 * has waited long enough.
 */
final class RepeatedTransactions extends TransactionTemplate {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final Logger logger = LoggerFactory.getLogger(RepeatedTransactions.class);

	/**
	 * MySQL's {@code ER_LOCK_WAIT_TIMEOUT}, which shares its SQL state with deadlocks.
	 */
	private static final int LOCK_WAIT_TIMEOUT = 1205;

	private static final int ATTEMPTS = 5;

	private static final Duration PAUSE = Duration.ofMillis(20);

	RepeatedTransactions(PlatformTransactionManager transactionManager) {
		super(transactionManager);
	}

	@Override
	public <T> T execute(TransactionCallback<T> action) {
		// A part of a transaction cannot be done again without the rest.
		if (TransactionSynchronizationManager.isActualTransactionActive()) {
			return super.execute(action);
		}
		for (int attempt = 1;; attempt++) {
			try {
				return super.execute(action);
			}
			catch (PessimisticLockingFailureException ex) {
				if (isTimeout(ex) || attempt == ATTEMPTS || !pause(attempt)) {
					throw ex;
				}
				logger.debug("A transaction was part of a deadlock and is done again");
			}
		}
	}

	private static boolean isTimeout(PessimisticLockingFailureException ex) {
		return NestedExceptionUtils.getMostSpecificCause(ex) instanceof SQLException cause
				&& cause.getErrorCode() == LOCK_WAIT_TIMEOUT;
	}

	private static boolean pause(int attempt) {
		try {
			Thread.sleep(ThreadLocalRandom.current().nextLong(PAUSE.toMillis() * attempt));
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}

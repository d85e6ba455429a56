package io.wegrant.server.authorization;

import java.sql.SQLException;
import java.time.Duration;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What went wrong with the database in a request.
 *
 * @param passing whether the request may be made again: the database did not answer it,
 * and will
 * @param summary what it was, for the log; the driver's message is left out, since it
 * quotes values, openids among them
 */
public record DatabaseFault(boolean passing, String summary) {

	/** When the request may be made again, if the fault is passing. */
	public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	/**
	 * Judges a fault.
	 * @param ex a fault of data access or of a transaction
	 * @return what went wrong
	 */
	public static DatabaseFault of(RuntimeException ex) {
		return new DatabaseFault(isPassing(ex), summary(ex));
	}

	private static boolean isPassing(RuntimeException ex) {
		return ex instanceof TransactionException || ex instanceof DataAccessResourceFailureException
				|| ex instanceof RecoverableDataAccessException || ex instanceof TransientDataAccessException;
	}

	private static String summary(RuntimeException ex) {
		String name = ex.getClass().getSimpleName();
		return (NestedExceptionUtils.getMostSpecificCause(ex) instanceof SQLException sql)
				? name + ", SQL state " + sql.getSQLState() + ", code " + sql.getErrorCode() : name;
	}

}

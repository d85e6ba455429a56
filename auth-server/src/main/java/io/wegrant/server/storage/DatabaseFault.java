package io.wegrant.server.storage;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionUsageException;

import io.wegrant.server.logs.RepeatedLines;

/**
 * What went wrong with the database, judged by the code that the server gave. The lists
 * are of what MySQL, MariaDB with Galera, TiDB and H2 say; of a code that is in none, the
 * SQL state and the class of the exception decide.
 *
 * @param kind what can be done about it
 * @param summary what it was, for the log; the driver's message is left out, since it
 * quotes values, openids among them
 */
public record DatabaseFault(Kind kind, String summary) {

	/** When a request may be made again that met a passing fault. */
	public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

	private static final Set<Integer> UNDONE = Set.of(
			// A deadlock, or on a member of a cluster that another one was first; a lock
			// that was not given in time.
			1213, 1205,
			// MariaDB: the row has changed since it was read. An error at the commit,
			// which
			// Galera gives for a conflict; Group Replication: undone at the commit.
			1020, 1180, 3101,
			// A table was changed meanwhile; a statement has to be prepared again.
			1412, 1615,
			// TiDB: a conflict of writes, another one inside one server, a commit that
			// may
			// be repeated, a schema that has just changed.
			9007, 8002, 8005, 8022, 8028,
			// H2: a deadlock, a lock that was not given in time, a row that has changed.
			40_001, 50_200, 90_131);

	private static final Set<Integer> REFUSED = Set.of(
			// Galera: not a part of the cluster now. The server is going down, or
			// offline, or not yet there.
			1047, 1053, 1077, 1079, 3032, 3168,
			// It takes no writes.
			1290, 1792, 1836,
			// Group Replication: it may not commit here, or cannot know what others have.
			3100, 3796, 3797, 3798, 3799,
			// Its disk, or what it reserves of it, is full, or fails.
			3, 20, 1021, 1026, 1030, 1114, 1598,
			// The connection was ended from outside, or for its silence.
			1152, 1158, 1159, 1160, 1161, 1184, 1927, 4031,
			// TiDB: its storage does not answer.
			9001, 9002, 9003, 9005,
			// H2: closed, broken, read-only, or without room.
			90_028, 90_031, 90_067, 90_097, 90_098, 90_121);

	// As many connections or prepared statements as may be: those that there are work. A
	// statement that somebody ended or that took too long, locks beyond what the server
	// holds, TiDB's locks that were not resolved, and memory.
	private static final Set<Integer> BUSY = Set.of(1040, 1129, 1203, 1226, 1461, 1037, 1041, 1206, 1317, 1969, 3024,
			8175, 9004, 57_014);

	/**
	 * Judges a fault.
	 * @param ex a fault of data access or of a transaction
	 * @return what went wrong
	 */
	public static DatabaseFault of(RuntimeException ex) {
		String name = ex.getClass().getSimpleName();
		return sqlException(ex)
			.map((sql) -> new DatabaseFault(kindOf(sql).orElseGet(() -> kindOf(ex)), name + ", " + codes(sql)))
			.orElseGet(() -> new DatabaseFault(kindOf(ex), name));
	}

	/**
	 * Judges a fault.
	 * @param ex a fault of the driver
	 * @return what went wrong
	 */
	public static DatabaseFault of(SQLException ex) {
		SQLException innermost = sqlException(ex).orElse(ex);
		return new DatabaseFault(kindOf(innermost).orElse(Kind.MISTAKE),
				ex.getClass().getSimpleName() + ", " + codes(innermost));
	}

	/**
	 * Writes to the log that a request met this fault.
	 * @param path what was asked for
	 * @param lines the log of whoever answers
	 */
	public void logAt(String path, RepeatedLines lines) {
		lines.error(List.of(isPassing() ? "answer" : "take", this.summary),
				"The database did not {} a request: {} (at {})", path);
	}

	/**
	 * Writes to the log that work in the background has to wait until its next turn. That
	 * another node did the same at the same moment is nothing to look into.
	 * @param work what could not be deleted
	 * @param logger the log of whoever does the work
	 */
	public void logDelayOf(String work, Logger logger) {
		if (isUndone()) {
			logger.debug("{} could not be deleted now, another node is at it: {}", work, this.summary);
		}
		else {
			logger.warn("{} could not be deleted now: {}", work, this.summary);
		}
	}

	/**
	 * Tells whether the same may be asked for again.
	 * @return whether it is no mistake of the provider's
	 */
	public boolean isPassing() {
		return this.kind != Kind.MISTAKE;
	}

	/**
	 * Tells whether nothing was done and doing it again helps.
	 * @return whether the database has undone it
	 */
	public boolean isUndone() {
		return this.kind == Kind.UNDONE;
	}

	private static Optional<Kind> kindOf(SQLException ex) {
		int code = ex.getErrorCode();
		String state = (ex.getSQLState() != null) ? ex.getSQLState() : "";
		if (UNDONE.contains(code)) {
			return Optional.of(Kind.UNDONE);
		}
		if (BUSY.contains(code)) {
			return Optional.of(Kind.BUSY);
		}
		if (REFUSED.contains(code) || state.startsWith("08")) {
			return Optional.of(Kind.REFUSED);
		}
		if (state.startsWith("40")) {
			return Optional.of(Kind.UNDONE);
		}
		return (ex instanceof SQLTransientException || ex instanceof SQLRecoverableException) ? Optional.of(Kind.BUSY)
				: Optional.empty();
	}

	private static Kind kindOf(RuntimeException ex) {
		if (ex instanceof ConcurrencyFailureException) {
			return Kind.UNDONE;
		}
		boolean passing = (ex instanceof TransactionException && !(ex instanceof TransactionUsageException))
				|| ex instanceof DataAccessResourceFailureException || ex instanceof RecoverableDataAccessException
				|| ex instanceof TransientDataAccessException;
		return passing ? Kind.BUSY : Kind.MISTAKE;
	}

	// The innermost: the pool's tells less than the driver's behind it.
	private static Optional<SQLException> sqlException(Throwable ex) {
		SQLException found = null;
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			found = (cause instanceof SQLException sql) ? sql : found;
		}
		return Optional.ofNullable(found);
	}

	private static String codes(SQLException ex) {
		return "SQL state " + ex.getSQLState() + ", code " + ex.getErrorCode();
	}

	/**
	 * What can be done about a fault.
	 */
	public enum Kind {

		/** It was undone because of others, and may be done again at once. */
		UNDONE,

		/** This server cannot do it now; another one may. */
		REFUSED,

		/** There was no connection or no answer in time; whose fault that is, is open. */
		BUSY,

		/** The provider or its schema is at fault, and trying again does not help. */
		MISTAKE

	}

}

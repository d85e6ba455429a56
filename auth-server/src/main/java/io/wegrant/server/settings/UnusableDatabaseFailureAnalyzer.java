package io.wegrant.server.settings;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells why there is no connection to the database, which is first opened once all
 * settings are right by themselves.
 */
final class UnusableDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SQLException> {

	private static final int H2_FILE_IN_USE = 90_020;

	/** H2 cannot make a folder, or read or make a file. */
	private static final Set<Integer> H2_FILE = Set.of(90_028, 90_031, 90_062);

	/** MySQL does not let the user into the database, or has no such database. */
	private static final Set<Integer> MYSQL_DATABASE = Set.of(1044, 1049);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, SQLException cause) {
		SQLException error = cause;
		while (error.getCause() instanceof SQLException deeper) {
			error = deeper;
		}
		String reason = reason(error);
		return (reason != null) ? new FailureAnalysis("The database of spring.datasource.url " + reason,
				"Correct spring.datasource.url, spring.datasource.username and spring.datasource.password, or see to"
						+ " the database.",
				cause) : null;
	}

	private static @Nullable String reason(SQLException error) {
		if (error.getErrorCode() == H2_FILE_IN_USE) {
			return "is in use by another process: H2 in a file is for one node.";
		}
		if (H2_FILE.contains(error.getErrorCode())) {
			return "cannot be opened: " + text(error);
		}
		String state = (error.getSQLState() != null) ? error.getSQLState() : "";
		if (state.startsWith("28") || MYSQL_DATABASE.contains(error.getErrorCode())) {
			return "does not let the user in: " + text(error);
		}
		boolean unreachable = state.startsWith("08") || error instanceof SQLNonTransientConnectionException;
		return unreachable ? "cannot be reached: " + text(error) : null;
	}

	// A URL may have a password in it.
	private static String text(SQLException error) {
		String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
		return message.contains("jdbc:") ? "code " + error.getErrorCode() : message;
	}

}

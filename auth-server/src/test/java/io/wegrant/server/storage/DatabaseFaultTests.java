package io.wegrant.server.storage;

import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.IllegalTransactionStateException;

import io.wegrant.server.storage.DatabaseFault.Kind;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFaultTests {

	@ParameterizedTest
	@DisplayName("C02, C08: a fault is judged by the code of the server, whatever the exception is called")
	@CsvSource({ "1213, 40001, UNDONE", "1205, 40001, UNDONE", "1020, HY000, UNDONE", "1180, HY000, UNDONE",
			"3101, 40000, UNDONE", "9007, HY000, UNDONE", "8002, HY000, UNDONE", "8022, HY000, UNDONE",
			"40001, 40001, UNDONE", "50200, HYT00, UNDONE", "90131, 90131, UNDONE", "0, 40P01, UNDONE",
			"1047, 08S01, REFUSED", "1053, 08S01, REFUSED", "1290, HY000, REFUSED", "1836, HY000, REFUSED",
			"1792, 25006, REFUSED", "3100, HY000, REFUSED", "1114, HY000, REFUSED", "1021, HY000, REFUSED",
			"1927, 70100, REFUSED", "1040, 08004, BUSY", "1203, 42000, BUSY", "1226, 42000, BUSY", "1461, 42000, BUSY",
			"0, 08S01, REFUSED", "1317, 70100, BUSY", "1969, 70100, BUSY", "1064, 42000, MISTAKE",
			"1062, 23000, MISTAKE", "1146, 42S02, MISTAKE", "1406, 22001, MISTAKE" })
	void judgeWhenServerGivesCodeThenOfThatKind(int code, String state, Kind kind) {
		SQLException sql = new SQLException("x", state, code);

		assertThat(DatabaseFault.of(sql).kind()).isEqualTo(kind);
		assertThat(DatabaseFault.of(new UncategorizedSQLException("x", "x", sql)).kind()).isEqualTo(kind);
	}

	@Test
	@DisplayName("C08: a pool that has no connection left is busy; one that gets none from the server was refused")
	void judgeWhenPoolHasNoConnectionThenByItsCause() {
		SQLException refusal = new SQLNonTransientConnectionException("x", "08S01", 0, new ConnectException("x"));

		assertThat(DatabaseFault.of(new CannotGetJdbcConnectionException("x", new SQLTransientConnectionException("x")))
			.kind()).isEqualTo(Kind.BUSY);
		assertThat(DatabaseFault
			.of(new CannotCreateTransactionException("x",
					new SQLTransientConnectionException("x", "08S01", 0, refusal)))
			.kind()).isEqualTo(Kind.REFUSED);
	}

	@ParameterizedTest
	@MethodSource
	void judgeWhenDatabaseDidNotAnswerThenPassing(RuntimeException ex) {
		assertThat(DatabaseFault.of(ex).isPassing()).isTrue();
	}

	static Stream<RuntimeException> judgeWhenDatabaseDidNotAnswerThenPassing() {
		return Stream.of(new CannotCreateTransactionException("x"), new DataAccessResourceFailureException("x"),
				new RecoverableDataAccessException("x"), new QueryTimeoutException("x"),
				new CannotAcquireLockException("x"));
	}

	@ParameterizedTest
	@MethodSource
	void judgeWhenDatabaseDidNotTakeItThenNotPassing(RuntimeException ex) {
		assertThat(DatabaseFault.of(ex).isPassing()).isFalse();
	}

	static Stream<RuntimeException> judgeWhenDatabaseDidNotTakeItThenNotPassing() {
		return Stream.of(new DataIntegrityViolationException("x"), new BadSqlGrammarException("x", "x", refusal()),
				new IllegalTransactionStateException("x"));
	}

	@Test
	void judgeWhenDriverQuotesValuesThenTheyAreLeftOut() {
		DatabaseFault fault = DatabaseFault.of(new DataIntegrityViolationException("oTf8a5Jx", refusal()));

		assertThat(fault.summary()).isEqualTo("DataIntegrityViolationException, SQL state 23000, code 1062");
	}

	@Test
	void judgeWhenNoDriverIsConcernedThenNamed() {
		assertThat(DatabaseFault.of(new DataAccessResourceFailureException("oTf8a5Jx")).summary())
			.isEqualTo("DataAccessResourceFailureException");
	}

	private static SQLException refusal() {
		return new SQLException("Duplicate entry 'oTf8a5Jx' for key", "23000", 1062);
	}

}

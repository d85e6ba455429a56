package io.wegrant.server.authorization;

import java.sql.SQLException;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.CannotCreateTransactionException;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseFaultTests {

	@ParameterizedTest
	@MethodSource
	void judgeWhenDatabaseDidNotAnswerThenPassing(RuntimeException ex) {
		assertThat(DatabaseFault.of(ex).passing()).isTrue();
	}

	static Stream<RuntimeException> judgeWhenDatabaseDidNotAnswerThenPassing() {
		return Stream.of(new CannotCreateTransactionException("x"), new DataAccessResourceFailureException("x"),
				new RecoverableDataAccessException("x"), new QueryTimeoutException("x"),
				new CannotAcquireLockException("x"));
	}

	@ParameterizedTest
	@MethodSource
	void judgeWhenDatabaseDidNotTakeItThenNotPassing(RuntimeException ex) {
		assertThat(DatabaseFault.of(ex).passing()).isFalse();
	}

	static Stream<RuntimeException> judgeWhenDatabaseDidNotTakeItThenNotPassing() {
		return Stream.of(new DataIntegrityViolationException("x"), new BadSqlGrammarException("x", "x", refusal()));
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

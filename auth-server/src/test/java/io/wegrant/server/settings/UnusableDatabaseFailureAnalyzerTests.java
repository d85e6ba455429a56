package io.wegrant.server.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class UnusableDatabaseFailureAnalyzerTests {

	@Test
	void analyzeWhenFolderCannotBeWrittenToThenSaysSo(@TempDir Path folder) throws Exception {
		Path file = Files.createFile(folder.resolve("file"));

		assertThat(description("jdbc:h2:file:" + file.resolve("wegrant")))
			.startsWith("The database of spring.datasource.url cannot be opened: ")
			.contains(file.toString());
	}

	@Test
	void analyzeWhenNothingListensThenSaysSo() {
		assertThat(description("jdbc:mysql://127.0.0.1:1/wegrant"))
			.isEqualTo("The database of spring.datasource.url cannot be reached: Communications link failure");
	}

	@Test
	void analyzeWhenPoolGaveUpThenTellsItsReason() {
		SQLException reason = error("jdbc:mysql://127.0.0.1:1/wegrant");

		assertThat(description(new SQLTransientConnectionException("The pool timed out", reason)))
			.isEqualTo("The database of spring.datasource.url cannot be reached: Communications link failure");
	}

	@Test
	void analyzeWhenDriverQuotesTheUrlThenNotRepeated() {
		assertThat(description("jdbc:h2:wegrant;PASSWORD=hidden"))
			.isEqualTo("The database of spring.datasource.url cannot be reached: code 90011");
	}

	@Test
	void analyzeWhenStatementFailsThenNothing() {
		assertThat(new UnusableDatabaseFailureAnalyzer().analyze(new SQLException("Syntax error", "42000", 1064)))
			.isNull();
	}

	private static String description(String url) {
		return description(error(url));
	}

	private static String description(SQLException error) {
		FailureAnalysis analysis = new UnusableDatabaseFailureAnalyzer().analyze(error);
		return (analysis != null) ? analysis.getDescription() : "";
	}

	private static SQLException error(String url) {
		return catchThrowableOfType(SQLException.class, () -> DriverManager.getConnection(url, "wegrant", "hidden"));
	}

}

package io.wegrant.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What migrations may say: only what H2, MySQL, MariaDB, Group Replication with several
 * writers, Galera and TiDB all take and do, and what can run again from its beginning.
 * All else is refused, so that who needs more looks it up for each of them first.
 */
class MigrationSqlTests {

	private static final String NAME = "[a-z][a-z0-9_]*";

	private static final String NAMES = "\\(" + NAME + "(?:, " + NAME + ")*\\)";

	private static final String VALUE = "(?:-?\\d+|'[^']*'|X'[0-9A-F]*'|TRUE|FALSE)";

	/** One table, whose bytes compare as they are. */
	private static final Pattern CREATE_TABLE = Pattern.compile(
			"CREATE TABLE IF NOT EXISTS (" + NAME + ") \\( (.+) \\) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");

	/** Rows that are there from the beginning. */
	private static final Pattern INSERT = Pattern
		.compile("INSERT IGNORE INTO " + NAME + " " + NAMES + " VALUES \\(" + VALUE + "(?:, " + VALUE + ")*\\)");

	private static final Pattern COLUMN = Pattern
		.compile(NAME + " (?:BIGINT|INT|SMALLINT|BOOLEAN|(?:VARCHAR|CHAR|VARBINARY)\\(\\d+\\)|MEDIUMBLOB)(?: DEFAULT "
				+ VALUE + ")?(?: NOT NULL)?(?: AUTO_INCREMENT)?( PRIMARY KEY)?");

	private static final Pattern PRIMARY_KEY = Pattern.compile("PRIMARY KEY " + NAMES);

	/**
	 * Of whole columns, in the table's own statement: an index alone has no IF NOT EXISTS
	 * on MySQL.
	 */
	private static final Pattern INDEX = Pattern
		.compile("(?:CONSTRAINT " + NAME + " UNIQUE|INDEX " + NAME + ") " + NAMES);

	/** Without a cascade, which Group Replication refuses. */
	private static final Pattern FOREIGN_KEY = Pattern
		.compile("CONSTRAINT " + NAME + " FOREIGN KEY \\(" + NAME + "\\) REFERENCES " + NAME + " \\(" + NAME + "\\)");

	private static final Pattern NOT_EVERYWHERE = Pattern.compile(
			"SKIP LOCKED|NOWAIT|LOCK IN SHARE MODE|\\bGET_LOCK\\b|\\bLOCK TABLES|\\bCALL\\b|\\bRETURNING\\b|\\bNEXTVAL\\b"
					+ "|\\bLAST_INSERT_ID\\b|\\bMERGE INTO\\b|\\bFULL (?:OUTER )?JOIN\\b|ALTER TABLE|CREATE INDEX|\\bSAVEPOINT\\b");

	@Test
	@DisplayName("C09: no migration says anything that an engine refuses or ignores")
	void readWhenMigrationThenEveryEngineTakesIt() throws IOException {
		List<String> refused = new ArrayList<>();
		int tables = 0;
		for (String statement : statements()) {
			problem(statement).ifPresent(refused::add);
			tables += CREATE_TABLE.matcher(statement).matches() ? 1 : 0;
		}

		assertThat(refused).isEmpty();
		assertThat(tables).isGreaterThan(15);
	}

	@ParameterizedTest
	@ValueSource(strings = { "id INT NOT NULL", "id INT NOT NULL PRIMARY KEY, PRIMARY KEY (id)",
			"id INT NOT NULL PRIMARY KEY CHECK (id > 0)", "id INT NOT NULL PRIMARY KEY, name TEXT",
			"id INT NOT NULL PRIMARY KEY, name VARCHAR(9), INDEX t_idx (name(3))",
			"id INT NOT NULL PRIMARY KEY, name VARCHAR(9), FULLTEXT INDEX t_idx (name)",
			"id INT NOT NULL PRIMARY KEY, place POINT NOT NULL, SPATIAL INDEX t_idx (place)",
			"id INT NOT NULL PRIMARY KEY, twice INT AS (id * 2)",
			"id INT NOT NULL PRIMARY KEY, CONSTRAINT t_fk FOREIGN KEY (id) REFERENCES users (id) ON DELETE CASCADE",
			"id INT NOT NULL PRIMARY KEY, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
			"id INT NOT NULL PRIMARY KEY, name VARCHAR(9) COLLATE utf8mb4_general_ci" })
	void readWhenTableIsNotForAllThenRefused(String columns) {
		assertThat(problem(
				"CREATE TABLE IF NOT EXISTS t ( " + columns + " ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
			.isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "LOCK TABLES users WRITE", "CREATE PROCEDURE p() SELECT 1",
			"CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW SET NEW.id = 1", "UPDATE users SET id = 1",
			"CREATE INDEX i ON users (id)", "ALTER TABLE users ADD COLUMN a INT, ADD COLUMN b INT",
			"CREATE TABLE IF NOT EXISTS t ( id INT NOT NULL PRIMARY KEY )", "INSERT INTO t (id) VALUES (1)",
			"CREATE TABLE t ( id INT NOT NULL PRIMARY KEY ) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
			"CREATE TABLE IF NOT EXISTS t ( id INT NOT NULL PRIMARY KEY ) ENGINE=MyISAM", "SET GLOBAL x = 1" })
	void readWhenStatementIsNotForAllThenRefused(String statement) {
		assertThat(problem(statement)).isPresent();
	}

	// Of one engine, or of one member of a cluster.
	@Test
	@DisplayName("C09: no statement in the code is one that an engine refuses")
	void readWhenStatementIsInTheCodeThenEveryEngineTakesIt() throws IOException {
		List<String> refused = new ArrayList<>();
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			for (Path source : sources.filter(Files::isRegularFile).toList()) {
				NOT_EVERYWHERE.matcher(Files.readString(source).replaceAll("(?m)^\\s*(?://|\\*|/\\*).*$", ""))
					.results()
					.forEach((found) -> refused.add(source.getFileName() + ": " + found.group()));
			}
		}

		assertThat(refused).isEmpty();
	}

	private static Optional<String> problem(String statement) {
		if (INSERT.matcher(statement).matches()) {
			return Optional.empty();
		}
		Matcher table = CREATE_TABLE.matcher(statement);
		if (!table.matches()) {
			return Optional.of(statement);
		}
		int primaryKeys = 0;
		for (String element : table.group(2).split(", (?![^(]*\\))")) {
			Matcher column = COLUMN.matcher(element);
			boolean isColumn = column.matches();
			boolean isKey = PRIMARY_KEY.matcher(element).matches();
			if (isKey || (isColumn && column.group(1) != null)) {
				primaryKeys++;
			}
			if (!isColumn && !isKey && !INDEX.matcher(element).matches() && !FOREIGN_KEY.matcher(element).matches()) {
				return Optional.of(table.group(1) + ": " + element);
			}
		}
		return (primaryKeys == 1) ? Optional.empty() : Optional.of(table.group(1) + ": no primary key, or two");
	}

	private static List<String> statements() throws IOException {
		List<String> statements = new ArrayList<>();
		for (Resource script : new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/*.sql")) {
			String sql = script.getContentAsString(StandardCharsets.UTF_8).replaceAll("(?m)--.*$", "");
			Stream.of(sql.split(";"))
				.map((statement) -> statement.strip().replaceAll("\\s+", " "))
				.filter((statement) -> !statement.isEmpty())
				.forEach(statements::add);
		}
		return statements;
	}

}

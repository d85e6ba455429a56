package io.wegrant.endtoend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.mariadb.MariaDb;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code java -jar auth-server.jar migrate} as a step of its own, on a MySQL.
 */
@ExtendWith(StageExtension.class)
class MigrateStoryTests {

	private static final String HISTORY = "SELECT COUNT(*) FROM flyway_schema_history WHERE success AND version > 0";

	private static final int MIGRATIONS = Objects.requireNonNull(
			Path.of("..", "auth-server", "src", "main", "resources", "db", "migration").toFile().list()).length;

	private static final MariaDb SERVER = MariaDb.startInMemory();

	private final Stage stage;

	private final String story;

	private final String database;

	MigrateStoryTests(Stage stage, TestInfo test) {
		this.stage = stage;
		this.story = test.getTestMethod().orElseThrow().getName();
		this.database = "migrate_" + Integer.toUnsignedString(this.story.hashCode());
	}

	@Test
	@DisplayName("C01: migrate makes the schema, needs no keyset, starts nothing else, and can be run again")
	void migrateWhenDatabaseIsEmptyThenMakesSchemaAndEnds() throws SQLException {
		create();

		for (String time : List.of("-first", "-second")) {
			JavaProcess migrate = migrate(time, this.database);
			assertThat(migrate.run()).isZero();
			assertThat(migrate.output()).contains("The schema is complete: " + MIGRATIONS + " migrations")
				.doesNotContain("Tomcat", "keyset");
		}
		assertThat(count(HISTORY)).isEqualTo(MIGRATIONS);
	}

	@Test
	@DisplayName("C01: migrate that cannot says why and ends with 1")
	void migrateWhenItCannotThenSaysWhyAndEndsWithOne() {
		JavaProcess nowhere = this.stage.anotherProvider(this.story + "-nowhere", List.of("migrate"));
		assertThat(nowhere.run()).isOne();
		assertThat(nowhere.output()).contains("spring.datasource.url is missing")
			.doesNotContain("wegrant.keyset", "\tat ");

		JavaProcess unknown = migrate("-unknown", "no_such_database");
		assertThat(unknown.run()).isOne();
		assertThat(unknown.output()).contains("does not let the user in: Unknown database 'no_such_database'")
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrations", "start", "-x" })
	@DisplayName("C01: whoever misspells a command, or does not name it first, starts no node")
	void startWhenCommandIsUnknownThenSaysSoAndEndsWithTwo(String command) {
		JavaProcess unknown = this.stage.anotherProvider(this.story + command, List.of(command));
		assertThat(unknown.run()).isEqualTo(2);
		assertThat(unknown.errors()).contains("Not a command, or not the first argument: " + command);

		JavaProcess late = this.stage.anotherProvider(this.story + command + "-late",
				List.of("--spring.profiles.active=mysql", "migrate"));
		assertThat(late.run()).isEqualTo(2);
		assertThat(late.errors()).contains("Not a command, or not the first argument: migrate");
	}

	@Test
	@DisplayName("C01: a node that does not migrate waits, and at last names what is missing")
	void startWhenSchemaIsMissingAndNodeDoesNotMigrateThenNamesIt() throws SQLException {
		create();
		List<String> arguments = new ArrayList<>(settings(this.database));
		arguments.addAll(List.of("--wegrant.schema.migrate-at-start=false", "--wegrant.schema.longest-wait=2s",
				"--wegrant.issuer=https://login.example.com", "--wegrant.wechat.base-url=https://api.weixin.qq.com",
				"--wegrant.keyset.file=" + this.story + ".json", "--wegrant.keyset.generate-if-missing=true"));

		JavaProcess node = this.stage.anotherProvider(this.story, arguments);

		assertThat(node.run()).isOne();
		assertThat(node.output())
			.containsPattern("Waiting for the schema, [01] s of at most 2 s\\. Migrations are missing: V1__")
			.contains("The schema of the database is not complete. Migrations are missing: V1__")
			.doesNotContain("\tat ");
	}

	@Test
	@DisplayName("C01: a migrate that was killed half way is taken over from, and the schema is right")
	void migrateWhenOneWasKilledHalfWayThenNextGoesOn() throws Exception {
		create();
		JavaProcess killed = migrate("-killed", this.database);
		CompletableFuture<Integer> ended = CompletableFuture.supplyAsync(killed::run);
		try (Connection connection = connect(this.database); Statement statement = connection.createStatement()) {
			lockHistory(statement);
			killed.kill();
			assertThat(ended.join()).isNotZero();
		}
		assertThat(count(HISTORY)).isLessThan(MIGRATIONS);
		assertThat(count("SELECT COUNT(*) FROM schema_lock")).isOne();

		JavaProcess next = migrate("-next", this.database);
		assertThat(next.run()).isZero();

		assertThat(next.output()).contains("has given no sign for 10 s");
		assertThat(count(HISTORY)).isEqualTo(MIGRATIONS);
		assertThat(count("SELECT COUNT(*) FROM schema_lock")).isZero();
	}

	// As soon as it is there: whoever migrates waits with the next line of it.
	private static void lockHistory(Statement statement) throws SQLException {
		while (true) {
			try {
				statement.execute("LOCK TABLES flyway_schema_history WRITE");
				return;
			}
			catch (SQLException ex) {
				assertThat(ex.getErrorCode()).as(ex.getMessage()).isEqualTo(1146);
				Thread.onSpinWait();
			}
		}
	}

	private JavaProcess migrate(String suffix, String name) {
		return this.stage.anotherProvider(this.story + suffix,
				Stream.concat(Stream.of("migrate"), settings(name).stream()).toList());
	}

	private static List<String> settings(String name) {
		return List.of("--spring.profiles.active=mysql",
				"--spring.datasource.url=jdbc:mysql://127.0.0.1:" + SERVER.port() + "/" + name,
				"--spring.datasource.username=root", "--spring.datasource.password=none", "--server.port=0",
				"--management.server.port=0");
	}

	private void create() throws SQLException {
		try (Connection connection = connect(""); Statement statement = connection.createStatement()) {
			statement.execute("CREATE DATABASE " + this.database);
		}
	}

	private int count(String sql) throws SQLException {
		try (Connection connection = connect(this.database);
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return row.getInt(1);
		}
	}

	private static Connection connect(String name) throws SQLException {
		return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + SERVER.port() + "/" + name + "?user=root");
	}

}

package io.wegrant.server.schema;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who migrates, who waits, and what is refused.
 */
@ParameterizedClass
@EnumSource(Database.class)
@ExtendWith(OutputCaptureExtension.class)
class SchemaMigrationStoryTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Duration SILENCE = Duration.ofSeconds(2);

	private static final String HISTORY = "flyway_schema_history";

	private final Database database;

	private final DataSource dataSource;

	private final Flyway flyway;

	private final JdbcClient jdbc;

	SchemaMigrationStoryTests(Database database) {
		this.database = database;
		this.dataSource = Database.dataSource(database.create());
		this.flyway = flyway(this.dataSource);
		this.jdbc = JdbcClient.create(this.dataSource);
	}

	@Test
	@DisplayName("C01: three that migrate an empty database at once, 3 rounds: each migration is done, and noted once")
	void migrateWhenThreeAtOnceThenEachMigrationOnce() {
		migrateTogether(3);
	}

	@Test
	@Tag("slow")
	@DisplayName("C01: the same, 20 rounds")
	void migrateWhenThreeAtOnceManyTimesThenEachMigrationOnce() {
		migrateTogether(20);
	}

	private void migrateTogether(int rounds) {
		for (int round = 0; round < rounds; round++) {
			Map<String, String> settings = this.database.create();
			Concurrently.run(3, (number) -> () -> {
				new SchemaMigration(true, LONG).migrate(flyway(Database.dataSource(settings)));
				return true;
			});
			DataSource migrated = Database.dataSource(settings);
			assertThat(SchemaState.of(flyway(migrated)).isUsable()).isTrue();
			JdbcClient client = JdbcClient.create(migrated);
			assertThat(client.sql("SELECT version FROM " + HISTORY).query(String.class).list()).doesNotHaveDuplicates();
			assertThat(client.sql("SELECT COUNT(*) FROM " + SchemaLock.TABLE).query(Integer.class).single()).isZero();
		}
	}

	@Test
	@DisplayName("C01: one that has died half way is taken over from, once it has given no sign for a while")
	void migrateWhenHolderHasDiedHalfWayThenTakesOver(CapturedOutput output) {
		dieHalfWay();
		long begin = System.nanoTime();

		new SchemaMigration(true, LONG, SILENCE).migrate(this.flyway);

		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SILENCE);
		assertThat(SchemaState.of(this.flyway).isUsable()).isTrue();
		assertThat(output).contains("has given no sign for 2 s").contains("Migrations are missing: V5__");
	}

	@Test
	@DisplayName("C01: one that lives is not taken over from, however long it takes")
	void migrateWhenHolderLivesThenWaits() throws Exception {
		SchemaLock holder = dieHalfWay();
		CompletableFuture<Void> waiting = CompletableFuture
			.runAsync(() -> new SchemaMigration(true, LONG, SILENCE).migrate(this.flyway));
		long begin = System.nanoTime();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(200))
			.atMost(LONG)
			.until(() -> holder.beat() && System.nanoTime() - begin > 2 * SILENCE.toNanos());

		assertThat(waiting).isNotDone();
		assertThat(SchemaState.of(this.flyway).missing()).isNotEmpty();
		holder.release();

		waiting.get(LONG.toSeconds(), TimeUnit.SECONDS);
		assertThat(SchemaState.of(this.flyway).isUsable()).isTrue();
	}

	// The fourth migration is noted; of the fifth there is one table.
	private SchemaLock dieHalfWay() {
		SchemaLock dead = new SchemaLock(this.dataSource, SILENCE);
		dead.create();
		assertThat(dead.tryTake()).isTrue();
		Flyway.configure()
			.configuration(this.flyway.getConfiguration())
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.target("4")
			.load()
			.migrate();
		this.jdbc.sql("""
				CREATE TABLE phone_number (
				  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
				  phone_hash CHAR(22) NOT NULL,
				  phone VARBINARY(512) NOT NULL,
				  user_id BIGINT,
				  verified_at BIGINT
				)""").update();
		return dead;
	}

	@Test
	@DisplayName("C01: one that does not migrate waits, says for what, and goes on when somebody has migrated")
	void waitWhenSomebodyMigratesThenGoesOn(CapturedOutput output) throws Exception {
		CompletableFuture<Void> waiting = CompletableFuture
			.runAsync(() -> new SchemaMigration(false, LONG).migrate(this.flyway));
		Awaitility.await()
			.untilAsserted(() -> assertThat(output).contains("Waiting for the schema", "missing: V1__", ", V9__"));
		assertThat(waiting).isNotDone();

		new SchemaMigration(true, LONG).migrate(flyway(this.dataSource));

		waiting.get(LONG.toSeconds(), TimeUnit.SECONDS);
	}

	@Test
	void waitWhenNobodyMigratesThenStopsAndNamesWhatIsMissing() {
		Flyway.configure().configuration(this.flyway.getConfiguration()).target("8").load().migrate();

		assertThatExceptionOfType(UnusableSchemaException.class)
			.isThrownBy(() -> new SchemaMigration(false, Duration.ofMillis(300)).migrate(this.flyway))
			.withMessageContaining("missing: V9__revocation_feed.sql, V10__")
			.withMessageNotContaining("V8__");
		assertThat(SchemaState.of(this.flyway).missing()).hasSizeGreaterThan(1);
	}

	@Test
	@DisplayName("A schema to which a later version has added is taken, and said to be one")
	void migrateWhenSchemaIsOfLaterVersionThenGoesOn(CapturedOutput output) {
		this.flyway.migrate();
		note("99", "V99__later.sql", true);

		for (boolean migrates : List.of(true, false)) {
			new SchemaMigration(migrates, Duration.ZERO).migrate(this.flyway);
		}

		assertThat(output).contains("The schema is of a later version, which has added V99__later.sql");
	}

	@Test
	@DisplayName("A schema that a later version has left half done is not taken, nor mended by this one")
	void migrateWhenLaterVersionHasFailedThenStops() {
		this.flyway.migrate();
		note("99", "V99__later.sql", false);

		for (boolean migrates : List.of(true, false)) {
			assertThatExceptionOfType(UnusableSchemaException.class)
				.isThrownBy(() -> new SchemaMigration(migrates, Duration.ZERO).migrate(this.flyway))
				.withMessageContaining("failed, of a later version: V99__later.sql");
		}
		assertThat(SchemaState.of(this.flyway).newerFailed()).hasSize(1);
	}

	@Test
	@DisplayName("A schema whose migrations were others is refused at once")
	void migrateWhenChecksumDiffersThenStopsAtOnce() {
		this.flyway.migrate();
		this.jdbc.sql("UPDATE " + HISTORY + " SET checksum = 1 WHERE version = '3'").update();

		for (boolean migrates : List.of(true, false)) {
			assertThatExceptionOfType(UnusableSchemaException.class)
				.isThrownBy(() -> new SchemaMigration(migrates, LONG).migrate(this.flyway))
				.withMessageContaining("not those that ran here: V3__audit_events.sql");
		}
	}

	@Test
	@DisplayName("A migration that failed is named by who waits, and done again by who migrates")
	void migrateWhenOneFailedThenDoneAgain(CapturedOutput output) {
		this.flyway.migrate();
		this.jdbc.sql("UPDATE " + HISTORY + " SET success = FALSE WHERE version = ?").param(last()).update();

		assertThatExceptionOfType(UnusableSchemaException.class)
			.isThrownBy(() -> new SchemaMigration(false, Duration.ZERO).migrate(this.flyway))
			.withMessageContaining("failed: V" + last() + "__");
		new SchemaMigration(true, Duration.ZERO).migrate(this.flyway);

		assertThat(output).contains("Migrations that failed before are done again: V" + last() + "__");
		assertThat(SchemaState.of(this.flyway).isUsable()).isTrue();
	}

	@Test
	void migrateWhenScriptFailsThenSaysWhyAndLetsOthersTry() {
		Flyway broken = Flyway.configure()
			.configuration(this.flyway.getConfiguration())
			.locations("classpath:db/broken")
			.load();

		assertThatExceptionOfType(UnusableSchemaException.class)
			.isThrownBy(() -> new SchemaMigration(true, LONG).migrate(broken))
			.withMessageStartingWith("The schema of the database could not be migrated: ")
			.withMessageContaining("no_such_table");
		assertThat(new SchemaLock(this.dataSource, LONG).tryTake()).isTrue();
	}

	@Test
	@DisplayName("A database that has other tables is left alone")
	void migrateWhenDatabaseIsSomebodyElsesThenStops() {
		this.jdbc.sql("CREATE TABLE orders (id INT NOT NULL PRIMARY KEY)").update();

		assertThatExceptionOfType(UnusableSchemaException.class)
			.isThrownBy(() -> new SchemaMigration(true, LONG).migrate(this.flyway))
			.withMessage("The database has tables that are not the provider's: orders.");
		assertThat(SchemaState.of(this.flyway).missing()).hasSameSizeAs(this.flyway.info().all());
	}

	private String last() {
		return this.flyway.info().current().getVersion().getVersion();
	}

	private void note(String version, String script, boolean success) {
		this.jdbc
			.sql("INSERT INTO " + HISTORY + " (installed_rank, version, description, type, script, checksum,"
					+ " installed_by, execution_time, success) VALUES (99, ?, 'later', 'SQL', ?, 1, 'later', 1, ?)")
			.params(Arrays.asList(version, script, success))
			.update();
	}

	private static Flyway flyway(DataSource dataSource) {
		return Flyway.configure().dataSource(dataSource).load();
	}

}

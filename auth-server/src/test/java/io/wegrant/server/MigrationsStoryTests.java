package io.wegrant.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.core.ApplicationModules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The migrations of a new database, and what they leave.
 */
@ParameterizedClass
@EnumSource(Database.class)
class MigrationsStoryTests {

	private static final Pattern SCRIPT = Pattern.compile("V\\d+__([a-z]+)_[a-z_]+\\.sql");

	private static final Pattern CREATED_TABLE = Pattern.compile("(?m)^CREATE TABLE IF NOT EXISTS ([a-z_]+) ");

	private static final Pattern DOCUMENTED_TABLES = Pattern
		.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\| `([a-z]+)` ");

	/** Flyway's own table. */
	private static final String HISTORY = "flyway_schema_history";

	/** Made before all migrations: it says who does them. */
	private static final String LOCK = "schema_lock";

	private final Flyway flyway;

	private final List<String> scripts;

	private final JdbcClient jdbc;

	MigrationsStoryTests(Database database) {
		DataSource dataSource = Database.dataSource(database.create());
		this.flyway = Flyway.configure().dataSource(dataSource).load();
		this.flyway.migrate();
		this.scripts = Stream.of(this.flyway.info().applied()).map(MigrationInfo::getScript).toList();
		this.jdbc = JdbcClient.create(dataSource);
	}

	@Test
	void migrateWhenDatabaseIsNewThenOneBaselineForEachModule() {
		ApplicationModules modules = ApplicationModules.of(WegrantServerApplication.class);

		assertThat(this.scripts).allMatch(SCRIPT.asMatchPredicate());
		assertThat(this.scripts).map(MigrationsStoryTests::module)
			.doesNotHaveDuplicates()
			.allMatch((module) -> modules.getModuleByName(module).isPresent());
	}

	@Test
	void migrateWhenTableIsMadeThenItIsDocumentedAsTheModules() throws IOException {
		Map<String, String> owners = new TreeMap<>();
		for (String script : this.scripts) {
			String sql = new ClassPathResource("db/migration/" + script).getContentAsString(StandardCharsets.UTF_8);
			CREATED_TABLE.matcher(sql).results().forEach((table) -> owners.put(table.group(1), module(script)));
		}

		assertThat(owners.keySet()).containsExactlyInAnyOrderElementsOf(tables());
		owners.put(LOCK, "schema");
		assertThat(documentedOwners()).isEqualTo(owners);
	}

	@Test
	@DisplayName("C01: each migration can run again from its beginning, as after a process that was killed half way")
	void migrateWhenAllHasRunAndNothingIsNotedThenAgainWithoutHarm() {
		List<String> before = columns();
		this.jdbc.sql("UPDATE lookup_key SET secret = X'01' WHERE id = 1").update();
		this.jdbc.sql("DELETE FROM " + HISTORY).update();

		assertThat(this.flyway.migrate().migrationsExecuted).isEqualTo(this.scripts.size());

		assertThat(columns()).isEqualTo(before).hasSizeGreaterThan(100);
		assertThat(this.jdbc.sql("SELECT secret FROM lookup_key").query(byte[].class).list()).hasSize(1)
			.allSatisfy((secret) -> assertThat(secret).containsExactly(1));
	}

	private List<String> columns() {
		return this.jdbc.sql("""
				SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns
				WHERE table_schema = SCHEMA() ORDER BY 1""").query(String.class).list();
	}

	@Test
	void migrateWhenTableIsMadeThenItHasPrimaryKey() {
		List<String> keyed = this.jdbc.sql("""
				SELECT table_name FROM information_schema.table_constraints
				WHERE table_schema = SCHEMA() AND constraint_type = 'PRIMARY KEY'""").query(String.class).list();

		assertThat(keyed).containsAll(tables()).contains(HISTORY);
	}

	// Group Replication refuses cascades where several members take writes.
	@Test
	void migrateWhenForeignKeyIsMadeThenNothingCascades() {
		List<String> rules = this.jdbc.sql("""
				SELECT delete_rule FROM information_schema.referential_constraints
				WHERE constraint_schema = SCHEMA()
				UNION ALL SELECT update_rule FROM information_schema.referential_constraints
				WHERE constraint_schema = SCHEMA()""").query(String.class).list();

		assertThat(rules).isNotEmpty().isSubsetOf("RESTRICT", "NO ACTION");
	}

	private List<String> tables() {
		return this.jdbc.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = SCHEMA()")
			.query(String.class)
			.stream()
			.filter((table) -> !table.equals(HISTORY))
			.toList();
	}

	private static Map<String, String> documentedOwners() throws IOException {
		Map<String, String> owners = new TreeMap<>();
		String architecture = Files.readString(Path.of("..", "docs", "architecture.md"));
		DOCUMENTED_TABLES.matcher(architecture)
			.results()
			.forEach((row) -> tables(row).forEach((table) -> owners.put(table, row.group(2))));
		return owners;
	}

	private static Stream<String> tables(MatchResult row) {
		return Stream.of(row.group(1).replace("`", "").split(", "));
	}

	private static String module(String script) {
		return SCRIPT.matcher(script).replaceFirst("$1");
	}

}

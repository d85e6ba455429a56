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

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.modulith.core.ApplicationModules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The migrations of a new database, and what they leave.
 */
@ParameterizedClass
@EnumSource(Database.class)
class MigrationsStoryTests {

	private static final Pattern SCRIPT = Pattern.compile("V\\d+__([a-z]+)_[a-z_]+\\.sql");

	private static final Pattern CREATED_TABLE = Pattern.compile("(?m)^CREATE TABLE ([a-z_]+) ");

	private static final Pattern DOCUMENTED_TABLES = Pattern
		.compile("(?m)^\\| ((?:`[a-z_]+`(?:, )?)+) \\| `([a-z]+)` ");

	/** Flyway's own table. */
	private static final String HISTORY = "flyway_schema_history";

	private final List<String> scripts;

	private final JdbcClient jdbc;

	MigrationsStoryTests(Database database) {
		Map<String, String> settings = database.create();
		DriverManagerDataSource dataSource = new DriverManagerDataSource(settings.get("spring.datasource.url"),
				settings.getOrDefault("spring.datasource.username", "sa"),
				settings.getOrDefault("spring.datasource.password", ""));
		Flyway flyway = Flyway.configure().dataSource(dataSource).load();
		flyway.migrate();
		this.scripts = Stream.of(flyway.info().applied()).map(MigrationInfo::getScript).toList();
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
		assertThat(documentedOwners()).isEqualTo(owners);
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

package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.MysqlServer;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;

/**
 * Three nodes are started at once on an empty database.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraStartStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraStartStoryTests.class.getName());

	private static final int ROUNDS = Rounds.of(20, 2);

	private static final int ROUNDS_AFTER_MIGRATION = Rounds.of(20, 1);

	private static final Duration LONGEST_MIGRATION = Duration.ofMinutes(1);

	private static final Duration LONGEST_START = Duration.ofMinutes(2);

	private static final String SCHEMA = """
			SELECT CONCAT_WS(' ', 'column', table_name, column_name, column_type, is_nullable, column_default,
					character_set_name, collation_name, extra)
				FROM information_schema.columns WHERE table_schema = DATABASE()
			UNION ALL
			SELECT CONCAT_WS(' ', 'index', table_name, index_name, non_unique, seq_in_index, column_name)
				FROM information_schema.statistics WHERE table_schema = DATABASE()
			UNION ALL
			SELECT CONCAT_WS(' ', 'constraint', table_name, constraint_name, constraint_type)
				FROM information_schema.table_constraints WHERE table_schema = DATABASE()
			ORDER BY 1""";

	private static final String HISTORY = "SELECT CONCAT_WS(' ', version, script, success) FROM flyway_schema_history"
			+ " ORDER BY installed_rank";

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final List<Duration> starts = new ArrayList<>();

	GaleraStartStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@Test
	@DisplayName("C01 three nodes started at once on an empty database: the schema is right, none ends, all work")
	void startWhenThreeAtOnceOnEmptyDatabaseThenAllWork() {
		IntStream.range(0, ROUNDS).forEach((i) -> start("alone-" + (i + 1), this.stage.createDatabase()));
		report("C01", ROUNDS);
		this.findings.assertNone();
	}

	@Test
	@DisplayName("C01 the same after migrate")
	void startWhenThreeAtOnceAfterMigrateThenAllWork() {
		IntStream.range(0, ROUNDS_AFTER_MIGRATION).forEach((i) -> {
			MysqlServer.Database database = this.stage.createDatabase();
			JavaProcess migration = this.stage.migration("migrate-" + (i + 1), database);
			try {
				int status = migration.run(LONGEST_MIGRATION);
				if (status != 0) {
					this.findings.add("migrate ended with " + status, end(migration));
				}
				assertSchema(database);
			}
			catch (IllegalStateException ex) {
				this.findings.add("migrate did not end", end(migration));
			}
			start("migrated-" + (i + 1), database);
		});
		report("C01 after migrate", ROUNDS_AFTER_MIGRATION);
		this.findings.assertNone();
	}

	private void start(String name, MysqlServer.Database database) {
		List<Provider> nodes = this.stage.nodesOn(name, database);
		try {
			nodes.forEach((node) -> node.process().launch());
			for (Provider node : nodes) {
				try {
					node.process().awaitReady(LONGEST_START);
					this.starts.add(node.process().startUp());
				}
				catch (TerminalFailureException ex) {
					this.findings.add("a node ended", end(node.process()));
				}
				catch (ConditionTimeoutException ex) {
					this.findings.add("a node was not ready within " + LONGEST_START, end(node.process()));
				}
			}
			assertSchema(database);
			nodes.stream().filter((node) -> node.process().isRunning()).forEach(this::assertWorks);
		}
		finally {
			nodes.forEach((node) -> node.process().kill());
		}
	}

	private void assertSchema(MysqlServer.Database database) {
		for (String query : List.of(SCHEMA, HISTORY)) {
			List<String> right = read(this.stage.database(), query);
			List<String> found = read(database, query);
			if (!found.equals(right)) {
				this.findings.add("the schema is wrong", String.format(Locale.ROOT, "missing %s, too much %s",
						without(right, found), without(found, right)));
			}
		}
	}

	private static List<String> read(MysqlServer.Database database, String query) {
		try {
			return database.query(query, (row) -> row.getString(1));
		}
		catch (IllegalStateException ex) {
			return List.of(String.valueOf(ex.getCause()));
		}
	}

	private static List<String> without(List<String> all, List<String> others) {
		return all.stream().filter((each) -> !others.contains(each)).toList();
	}

	private void assertWorks(Provider node) {
		MiniProgram miniProgram = this.stage.miniProgram(node);
		Answer answer = new Attempts(this.findings).make("a login",
				() -> miniProgram.exchangeAsync(miniProgram.code(this.stage.newcomer())));
		if (answer.status() != 200) {
			this.findings.add("a node does not work", answer.status() + " " + answer.body());
		}
	}

	/** What it said last of what went wrong, or at all. */
	private static String end(JavaProcess process) {
		List<String> lines = process.output().lines().toList();
		return lines.stream()
			.filter((line) -> line.startsWith("Caused by") || line.contains("ERROR"))
			.reduce((first, second) -> second)
			.orElseGet(() -> lines.isEmpty() ? "nothing said" : lines.get(lines.size() - 1));
	}

	private void report(String story, int rounds) {
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "%s: %d rounds of %d nodes; starts: %s; %s", story,
				rounds, GaleraStage.SIZE, this.starts.isEmpty() ? "none" : new Latencies(this.starts), this.findings));
	}

}

package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.MysqlServer;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The database is set back by a minute while people refresh and administrators work: a
 * failover to a replica that lacked the last commits, or a backup restored.
 */
@Tag("slow")
class RestoredDatabaseStoryTests {

	private static final System.Logger logger = System.getLogger(RestoredDatabaseStoryTests.class.getName());

	private static final int PEOPLE = 40;

	private static final Duration LOST = Duration.ofSeconds(Rounds.of(60, 20));

	private static final Duration AFTER = Duration.ofSeconds(Rounds.of(15, 10));

	private static final String COPY = "wegrant_restored";

	private static final String LEFT = "wegrant_left";

	@Test
	@DisplayName("E08: a database set back under load loses nobody, and what is issued after works at services")
	void refreshWhenDatabaseIsSetBackThenEverybodyGoesOn() throws InterruptedException {
		try (Cluster cluster = Cluster.start(1, List.of(), List.of())) {
			List<Holder> holders = IntStream.range(0, PEOPLE)
				.mapToObj((i) -> new Holder(cluster, i, cluster.miniProgram(i).logIn(cluster.newcomer())))
				.toList();
			Backup backup = Backup.of(cluster.database());
			ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
			try {
				holders.forEach((holder) -> people.execute(holder::refreshAgainAndAgain));
				TimeUnit.MILLISECONDS.sleep(LOST.toMillis() / 2);
				changeTokenEpochs(cluster, holders);
				TimeUnit.MILLISECONDS.sleep(LOST.toMillis() / 2);
				String replaced = holders.get(0).tokens.refreshToken();

				backup.restore();

				TimeUnit.MILLISECONDS.sleep(AFTER.toMillis());
				holders.forEach((holder) -> holder.stopped = true);
				people.shutdown();
				assertThat(people.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
				assertEverybodyWentOn(cluster, holders);
				assertThat(cluster.miniProgram(1).refresh(replaced)).isOAuthError(400, "invalid_grant");
				assertThat(cluster.miniProgram(0).refresh(holders.get(0).tokens.refreshToken())).isOAuthError(400,
						"invalid_grant");
			}
			finally {
				people.shutdownNow();
			}
		}
	}

	// Services hear of epochs that the restored database does not know.
	private static void changeTokenEpochs(Cluster cluster, List<Holder> holders) {
		Provider node = cluster.nodes().get(0);
		String administrator = node.tokenOfAdministrator();
		for (Holder holder : holders.subList(0, PEOPLE / 2)) {
			assertThat(node.giveRoles(administrator, holder.tokens.subject(), List.of("CLERK")).join().status())
				.isEqualTo(204);
		}
	}

	private static void assertEverybodyWentOn(Cluster cluster, List<Holder> holders) {
		Map<Integer, Long> answers = holders.stream()
			.flatMap((holder) -> holder.statuses.entrySet().stream())
			.collect(Collectors.groupingBy(Map.Entry::getKey, Collectors.summingLong(Map.Entry::getValue)));
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT, "E08: %d people, answers by status %s", holders.size(), answers));
		assertThat(holders.stream().flatMap((holder) -> holder.refusals.stream()).toList()).isEmpty();
		assertThat(answers.keySet()).isSubsetOf(200, 503);
		holders.forEach((holder) -> {
			Tokens last = cluster.miniProgram(holder.number).refresh(holder.tokens.refreshToken()).tokens();
			holder.tokens = last;
			Awaitility.await()
				.atMost(Duration.ofSeconds(1))
				.untilAsserted(() -> assertThat(cluster.services().get(0).goods(last.accessToken())).isOk());
			cluster.nodes()
				.forEach((node) -> assertThat(node.userinfo(last.accessToken()).join().status()).isEqualTo(200));
		});
	}

	/**
	 * Who refreshes at both nodes in turn, and keeps the newest token.
	 */
	private static final class Holder {

		private static final Duration PAUSE = Duration.ofMillis(400);

		private final Cluster cluster;

		private final int number;

		private final Map<Integer, Long> statuses = new ConcurrentHashMap<>();

		private final List<String> refusals = new CopyOnWriteArrayList<>();

		private volatile Tokens tokens;

		private volatile boolean stopped;

		Holder(Cluster cluster, int number, Tokens tokens) {
			this.cluster = cluster;
			this.number = number;
			this.tokens = tokens;
		}

		void refreshAgainAndAgain() {
			for (int turn = this.number; !this.stopped; turn++) {
				Answer answer = this.cluster.miniProgram(turn).refresh(this.tokens.refreshToken());
				this.statuses.merge(answer.status(), 1L, Long::sum);
				if (answer.status() == 200) {
					this.tokens = answer.tokens();
				}
				else if (answer.status() != 503) {
					this.refusals.add(answer.status() + " " + answer.body());
				}
				try {
					TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return;
				}
			}
		}

	}

	/**
	 * All tables as they were at one moment.
	 */
	private static final class Backup {

		private final MysqlServer.Database database;

		private final List<String> tables;

		private Backup(MysqlServer.Database database, List<String> tables) {
			this.database = database;
			this.tables = tables;
		}

		static Backup of(MysqlServer.Database database) {
			List<String> tables = database.query("SHOW TABLES", (row) -> row.getString(1));
			for (String name : List.of(COPY, LEFT)) {
				database.execute("DROP DATABASE IF EXISTS " + name);
				database.execute("CREATE DATABASE " + name);
			}
			for (String table : tables) {
				database.execute("CREATE TABLE " + COPY + "." + table + " LIKE " + table);
				database.execute("INSERT INTO " + COPY + "." + table + " SELECT * FROM " + table);
			}
			return new Backup(database, tables);
		}

		// In one step, as to the clients of a database that fails over.
		void restore() {
			String live = this.database.query("SELECT DATABASE()", (row) -> row.getString(1)).get(0);
			List<String> renames = new ArrayList<>();
			this.tables.forEach((table) -> {
				renames.add(live + "." + table + " TO " + LEFT + "." + table);
				renames.add(COPY + "." + table + " TO " + live + "." + table);
			});
			this.database.execute("RENAME TABLE " + String.join(", ", renames));
		}

	}

}

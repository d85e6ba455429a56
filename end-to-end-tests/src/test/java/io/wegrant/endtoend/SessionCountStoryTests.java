package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.MysqlServer.Database;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two providers, one with few sessions and one with many, on one database server. They
 * take turns, so that both meet the same conditions.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
class SessionCountStoryTests {

	private static final System.Logger logger = System.getLogger(SessionCountStoryTests.class.getName());

	private static final int FEW = 10_000;

	private static final int MANY = Rounds.of(1_000_000, 100_000);

	private static final int USED = Rounds.of(500, 200);

	private static final int WARM_UP_TURNS = Rounds.of(2, 1);

	private static final int TURNS = Rounds.of(6, 3);

	private static final int THREADS = 2;

	private static final double TOLERANCE = 1.5;

	private final Cluster cluster;

	SessionCountStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	@DisplayName("A refresh and an introspection take as long among many sessions as among few")
	void refreshWhenThereAreMillionSessionsThenTakesNoLonger() {
		Contender few = new Contender("auth-server-few", FEW);
		Contender many = new Contender("auth-server-many", MANY);
		List<Contender> both = List.of(few, many);
		both.forEach(Contender::prepare);
		for (int turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
			boolean counts = turn >= 0;
			both.forEach((contender) -> contender.takeTurn(counts));
		}
		both.forEach((contender) -> logger.log(Level.INFO, contender::toString));
		assertThat(ratio(many.refreshes, few.refreshes)).as("p50 of refresh").isLessThan(TOLERANCE);
		assertThat(ratio(many.introspections, few.introspections)).as("p50 of introspection").isLessThan(TOLERANCE);
		assertThat(many.plans()).isNotEmpty().allSatisfy((plan) -> assertThat(plan).endsWith(" rows 1"));
	}

	private static double ratio(Figures one, Figures other) {
		return Latencies.milliseconds(one.latencies().percentile(50))
				/ Latencies.milliseconds(other.latencies().percentile(50));
	}

	/**
	 * A provider with a number of sessions.
	 */
	private final class Contender {

		private final int sessions;

		private final Database database = SessionCountStoryTests.this.cluster.mysql().createDatabase();

		private final Provider provider;

		private final MiniProgram miniProgram;

		private final Figures refreshes = new Figures();

		private final Figures introspections = new Figures();

		private final List<Tokens> used = new ArrayList<>();

		Contender(String name, int sessions) {
			this.sessions = sessions;
			this.provider = SessionCountStoryTests.this.cluster.anotherProvider(name, this.database);
			this.miniProgram = SessionCountStoryTests.this.cluster.miniProgram(this.provider);
		}

		void prepare() {
			this.provider.process().awaitReady();
			long begin = System.nanoTime();
			Strangers.fill(this.database, this.sessions - USED);
			Duration taken = Duration.ofNanos(System.nanoTime() - begin);
			logger.log(Level.INFO,
					() -> String.format(Locale.ROOT, "%,d sessions filled in %d ms", this.sessions, taken.toMillis()));
			this.used.addAll(Concurrently.times(USED, THREADS,
					(i) -> this.miniProgram.logIn(SessionCountStoryTests.this.cluster.newcomer())));
			assertThat(this.database.query("SELECT COUNT(*) FROM login_session", (row) -> row.getInt(1)))
				.containsExactly(this.sessions);
		}

		void takeTurn(boolean counts) {
			(counts ? this.refreshes : new Figures()).measure(this.provider, (i) -> {
				Answer answer = this.miniProgram.refresh(this.used.get(i).refreshToken());
				this.used.set(i, answer.tokens());
			});
			(counts ? this.introspections : new Figures()).measure(this.provider,
					(i) -> assertThat(this.provider.introspect(this.used.get(i).accessToken()).join()).isActive());
		}

		/**
		 * Has the server explain what it is sent for one refresh and one introspection.
		 * @return for each table of each statement, how it is read
		 */
		List<String> plans() {
			List<String> statements = SessionCountStoryTests.this.cluster.mysql().statementsDuring(() -> {
				this.miniProgram.refresh(this.used.get(0).refreshToken()).tokens();
				assertThat(this.provider.introspect(this.used.get(1).accessToken()).join()).isActive();
			}).stream().filter((statement) -> statement.contains("login_session")).distinct().toList();
			assertThat(statements).hasSize(3)
				.anyMatch((statement) -> statement.toUpperCase(Locale.ROOT).startsWith("UPDATE"));
			return statements.stream().flatMap(this::plan).toList();
		}

		private Stream<String> plan(String statement) {
			List<String> plan = this.database.query("EXPLAIN " + statement,
					(row) -> String.format(Locale.ROOT, "%s: %s by %s, rows %d", row.getString("table"),
							row.getString("type"), row.getString("key"), row.getLong("rows")));
			String verb = statement.strip().split("\\s")[0];
			logger.log(Level.INFO, () -> String.format(Locale.ROOT, "EXPLAIN %s: %s", verb, plan));
			return plan.stream();
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "%,d sessions: refresh %s; introspection %s", this.sessions,
					this.refreshes, this.introspections);
		}

	}

	/**
	 * What requests cost.
	 */
	private static final class Figures {

		private final List<Duration> times = new ArrayList<>();

		private Duration processorTime = Duration.ZERO;

		void measure(Provider provider, IntConsumer request) {
			Duration before = provider.process().processorTime();
			this.times.addAll(Concurrently.times(USED, THREADS, (i) -> {
				long begin = System.nanoTime();
				request.accept(i);
				return Duration.ofNanos(System.nanoTime() - begin);
			}));
			this.processorTime = this.processorTime.plus(provider.process().processorTime()).minus(before);
		}

		Latencies latencies() {
			return new Latencies(this.times);
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "%s, %.2f ms of processor time each", latencies(),
					Latencies.milliseconds(this.processorTime.dividedBy(this.times.size())));
		}

	}

	/**
	 * People who logged in long before and whose tokens nobody has.
	 */
	private static final class Strangers {

		static void fill(Database database, int count) {
			String numbers = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
					+ " SELECT a.i + 1000 * (b.i - 1) AS i FROM n a CROSS JOIN n b WHERE a.i + 1000 * (b.i - 1) <= "
					+ count;
			database.execute("INSERT INTO users (sub, status, created_at)"
					+ " SELECT LEFT(TO_BASE64(UNHEX(SHA2(CONCAT('sub', i), 256))), 22), 'ACTIVE',"
					+ " UNIX_TIMESTAMP() * 1000 FROM (" + numbers + ") numbers");
			database.execute("INSERT INTO wechat_identity (user_id, appid, openid_hash, sealed_openid, created_at)"
					+ " SELECT id, 'wx1234567890abcdef', sub, RANDOM_BYTES(61), created_at FROM users");
			database.execute("INSERT INTO login_session (sid, user_id, identity_id, client_id, slot, scopes, resources,"
					+ " generation, created_at, refreshed_at, expires_at, purge_at)"
					+ " SELECT LEFT(TO_BASE64(UNHEX(SHA2(CONCAT('sid', user_id), 256))), 22), user_id, id, appid, 0,"
					+ " 'profile goods.read', 'http://localhost:8090', 0, created_at, created_at,"
					+ " created_at + 7776000000, created_at + 2592000000 FROM wechat_identity");
			database.execute("ANALYZE TABLE users, wechat_identity, login_session");
		}

	}

}

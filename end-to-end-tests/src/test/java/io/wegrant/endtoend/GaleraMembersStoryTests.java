package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.mariadb.GaleraMember;
import io.wegrant.mariadb.Lag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The members do what the other stories rely on: without it those would prove nothing.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraMembersStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraMembersStoryTests.class.getName());

	private static final Duration LAG = Duration.ofSeconds(2);

	private static final int SAMPLES = 6;

	private final GaleraStage stage;

	private final GaleraMember one;

	private final GaleraMember other;

	GaleraMembersStoryTests(GaleraStage stage) {
		this.stage = stage;
		this.one = stage.members().get(0);
		this.other = stage.members().get(GaleraStage.SIZE - 1);
	}

	@Test
	@DisplayName("each node is on its own member, and on no other")
	void nodesWhenStartedThenEachIsOnItsOwnMember() {
		for (int node = 0; node < GaleraStage.SIZE; node++) {
			for (int member = 0; member < GaleraStage.SIZE; member++) {
				assertThat(this.stage.connections(node, member) > 0).as("node %d at member %d", node + 1, member + 1)
					.isEqualTo(node == member);
			}
		}
	}

	@Test
	@DisplayName("what is committed at one member is seen at a lagging one up to two seconds later")
	void commitWhenAnotherMemberLagsThenItIsSeenThereLater() {
		String table = createTable("lag");
		try (Lag lag = this.other.lag(LAG)) {
			List<Duration> taken = IntStream.range(0, SAMPLES).mapToObj((i) -> timeUntilSeen(table, i, lag)).toList();
			logger.log(Level.INFO, () -> "A commit at another member, just after the lag began, is seen after "
					+ new Latencies(taken));
			assertThat(taken).allMatch((time) -> time.compareTo(LAG.dividedBy(2)) > 0)
				.allMatch((time) -> time.compareTo(LAG.multipliedBy(2)) < 0);
		}
	}

	private Duration timeUntilSeen(String table, int id, Lag lag) {
		int times = lag.times();
		Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> lag.times() > times);
		this.one.execute("INSERT INTO " + table + " VALUES (" + id + ")");
		long committed = System.nanoTime();
		awaitRow(this.other, table, id);
		return Duration.ofNanos(System.nanoTime() - committed);
	}

	@Test
	@DisplayName("a read-only member refuses a node's user")
	void insertWhenMemberIsReadOnlyThenItIsRefused() {
		this.one.makeReadOnly();
		assertThatIllegalStateException().isThrownBy(() -> this.stage.database().execute("CREATE TABLE t (id INT)"))
			.havingCause()
			.withMessageContaining("--read-only");
	}

	@Test
	@DisplayName("a member that is cut off takes no statements, nor does a frozen one, and both catch up")
	void commitWhenMemberIsCutOffOrFrozenThenItCatchesUpAfterwards() {
		String table = createTable("cut");
		this.one.isolate();
		Awaitility.await().until(() -> this.one.query("SELECT COUNT(*) FROM " + table).isEmpty());
		Awaitility.await().until(() -> this.other.isSynced(GaleraStage.SIZE - 1));
		this.other.execute("INSERT INTO " + table + " VALUES (1)");
		this.stage.galera().restore();
		awaitRow(this.one, table, 1);

		this.one.freeze();
		Awaitility.await().until(() -> this.other.isSynced(GaleraStage.SIZE - 1));
		this.other.execute("INSERT INTO " + table + " VALUES (2)");
		this.stage.galera().restore();
		awaitRow(this.one, table, 2);
	}

	@Test
	@DisplayName("a member that was killed or stopped comes back and has what it missed")
	void commitWhenMemberIsKilledOrStoppedThenItHasItAfterItsRestart() {
		String table = createTable("kill");
		this.one.kill();
		Awaitility.await().until(() -> this.other.isSynced(GaleraStage.SIZE - 1));
		this.other.execute("INSERT INTO " + table + " VALUES (1)");
		this.one.restart();
		awaitRow(this.one, table, 1);
		this.stage.galera().restore();

		this.one.stop();
		this.other.execute("INSERT INTO " + table + " VALUES (2)");
		this.one.restart();
		awaitRow(this.one, table, 2);
	}

	private String createTable(String name) {
		this.one.execute("CREATE DATABASE IF NOT EXISTS wegrant_members");
		String table = "wegrant_members." + name;
		this.one.execute("CREATE OR REPLACE TABLE " + table + " (id INT PRIMARY KEY)");
		return table;
	}

	private static void awaitRow(GaleraMember member, String table, int id) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> member.query("SELECT id FROM " + table + " WHERE id = " + id).isPresent());
	}

}

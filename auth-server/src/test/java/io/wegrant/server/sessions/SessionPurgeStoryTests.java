package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.ManyRows;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the purge of sessions reads of a table that is much larger than what is over.
 */
class SessionPurgeStoryTests {

	private static final int SESSIONS = 20_000;

	private static ManyRows rows;

	private static TestProvider provider;

	private final JdbcClient jdbc = provider.bean(JdbcClient.class);

	private final Instant now = provider.clock().instant();

	@BeforeAll
	static void start() {
		Map<String, String> database = Database.MYSQL.create();
		provider = TestProvider.start(database, "wegrant.sessions.purge-interval=1d");
		rows = new ManyRows(Database.dataSource(database));
	}

	@AfterAll
	static void close() {
		provider.close();
	}

	@BeforeEach
	void empty() {
		this.jdbc.sql("DELETE FROM login_session").update();
		this.jdbc.sql("DELETE FROM users").update();
	}

	@Test
	@DisplayName("C11: the purge reads what is due, and not the table")
	void purgeWhenFewAreDueThenReadsNoOthers() {
		rows.addSessions(SESSIONS, 60, 40, this.now);
		rows.analyze();

		// Of each its entry, its row, its user and its client; then it is found again.
		assertThat(readByPurge()).isBetween(100L, 100L * 8);
		assertThat(count()).isEqualTo(SESSIONS - 60);
		assertThat(this.jdbc.sql("SELECT COUNT(*) FROM login_session WHERE purge_at = refreshed_at + :idle")
			.param("idle", Duration.ofDays(30).toMillis())
			.query(Integer.class)
			.single()).isEqualTo(40);
		assertThat(readByPurge()).isLessThan(10);
	}

	@Test
	@DisplayName("C11: the index of what is due finds it, among many and among few")
	void explainWhenDueIsLookedForThenByIndex() {
		rows.addSessions(SESSIONS, 60, 40, this.now);
		rows.analyze();

		List<Map<String, Object>> plan = this.jdbc.sql("""
				EXPLAIN SELECT s.sid, u.status FROM login_session s LEFT JOIN users u ON u.id = s.user_id
				WHERE s.purge_at <= :now ORDER BY s.purge_at LIMIT 500""")
			.param("now", this.now.toEpochMilli())
			.query()
			.listOfRows();

		assertThat(plan.get(0)).containsEntry("key", "login_session_purge_idx").containsEntry("type", "range");
		assertThat(plan.get(1)).containsEntry("key", "PRIMARY");
		assertThat(String.valueOf(plan.get(0).get("Extra"))).doesNotContain("filesort");
	}

	@Test
	@DisplayName("C11: two nodes that purge at once delete all that is over, and a later start goes on from there")
	void purgeWhenTwoNodesAtOnceThenAllIsDeleted() {
		rows.addSessions(6_000, 2_600, 1_000, this.now);

		Concurrently.run(2, (number) -> () -> {
			anotherNode().purge();
			return true;
		});
		// Both may have left the rest to each other.
		anotherNode().purge();

		assertThat(count()).isEqualTo(6_000 - 2_600);
		assertThat(this.jdbc.sql("SELECT COUNT(*) FROM login_session WHERE purge_at <= :now")
			.param("now", this.now.toEpochMilli())
			.query(Integer.class)
			.single()).isZero();
		assertThat(readByPurge()).isLessThan(10);
	}

	private long readByPurge() {
		return provider.bean(TransactionTemplate.class)
			.execute((status) -> ManyRows.during(this.jdbc, () -> anotherNode().purge()));
	}

	private static SessionPurge anotherNode() {
		return new SessionPurge(provider.bean(SessionRows.class), provider.bean(SessionProperties.class),
				provider.bean(Clock.class));
	}

	private int count() {
		return this.jdbc.sql("SELECT COUNT(*) FROM login_session").query(Integer.class).single();
	}

}

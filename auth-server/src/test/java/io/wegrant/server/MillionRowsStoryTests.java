package io.wegrant.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nodes on a MySQL that holds a million sessions and a million audit events.
 */
@Tag("slow")
class MillionRowsStoryTests {

	private static final Logger logger = LoggerFactory.getLogger(MillionRowsStoryTests.class);

	private static final int MILLION = 1_000_000;

	private static final int OVER = 20_000;

	/** What nodes read beside: schema, keys, clients, the feed, five times a second. */
	private static final long BESIDE = 20_000;

	@Test
	@DisplayName("C11: a start and the purge read what they need and what they delete; a restart begins nothing again")
	void startAndPurgeWhenThereAreAMillionRowsThenReadFewOthers() {
		Map<String, String> database = Database.MYSQL.create();
		ManyRows rows = new ManyRows(Database.dataSource(database));
		JdbcClient jdbc = JdbcClient.create(Database.dataSource(database));
		try (TestProvider first = TestProvider.start(database, quiet())) {
			Instant now = first.clock().instant();
			rows.addSessions(MILLION, OVER, OVER, now);
			rows.addAuditEvents(MILLION, OVER, now);
			rows.analyze();

			assertThat(readWhile("a start", rows, () -> first.anotherNode(quiet()).close())).isLessThan(BESIDE);
			assertThat(readWhile("a purge of 40,000 sessions and 20,000 events", rows, () -> purge(first)))
				.isLessThan(10L * 3 * OVER + BESIDE);
			assertThat(count(jdbc, "login_session")).isEqualTo(MILLION - OVER);
			assertThat(count(jdbc, "audit_event")).isBetween(MILLION - OVER, MILLION - OVER + 1);
			jdbc.sql("UPDATE login_session SET purge_at = 0, refreshed_at = 0 ORDER BY sid LIMIT 100").update();
			assertThat(readWhile("a restart with 100 more", rows, () -> purge(first))).isLessThan(BESIDE);
			assertThat(count(jdbc, "login_session")).isEqualTo(MILLION - OVER - 100);
		}
	}

	private static void purge(TestProvider first) {
		try (TestProvider node = first.anotherNode("wegrant.sessions.purge-interval=1s",
				"wegrant.audit.purge-interval=1s")) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(5))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> node.bean(JdbcClient.class)
					.sql("SELECT COUNT(*) FROM login_session WHERE purge_at <= :now")
					.param("now", first.clock().instant().toEpochMilli())
					.query(Integer.class)
					.single() == 0);
			Awaitility.await()
				.atMost(Duration.ofMinutes(5))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> node.bean(JdbcClient.class)
					.sql("SELECT COUNT(*) FROM audit_event WHERE occurred_at < :oldest")
					.param("oldest", first.clock().instant().minus(Duration.ofDays(450)).toEpochMilli())
					.query(Integer.class)
					.single() == 0);
		}
	}

	private static int count(JdbcClient jdbc, String table) {
		return jdbc.sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
	}

	private static long readWhile(String what, ManyRows rows, Runnable action) {
		long before = rows.read();
		long begin = System.nanoTime();
		action.run();
		long read = rows.read() - before;
		logger.info("{}: {} rows and entries read in {} ms", what, read,
				Duration.ofNanos(System.nanoTime() - begin).toMillis());
		return read;
	}

	private static String[] quiet() {
		return new String[] { "wegrant.sessions.purge-interval=1d", "wegrant.audit.purge-interval=1d" };
	}

}

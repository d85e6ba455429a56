package io.wegrant.server;

import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sessions and audit events of people who never were, on MySQL, and what the server has
 * read since.
 */
public final class ManyRows {

	/** Beyond the numbers of anybody who logs in. */
	private static final long STRANGERS = 10_000_000;

	private static final String NUMBERS = """
			(WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
			SELECT a.i + 1000 * (b.i - 1) AS i FROM n a CROSS JOIN n b WHERE a.i + 1000 * (b.i - 1) <= :count) numbers
			""";

	private final JdbcClient jdbc;

	/**
	 * Opens connections that have time.
	 * @param dataSource the database
	 */
	public ManyRows(DataSource dataSource) {
		this.jdbc = JdbcClient.create(dataSource);
	}

	/**
	 * Adds sessions. Most were refreshed yesterday and are not due for days.
	 * @param count how many
	 * @param over how many of them are over and due
	 * @param alive how many of them are due and were refreshed yesterday
	 * @param now the time
	 */
	public void addSessions(int count, int over, int alive, Instant now) {
		this.jdbc.sql("""
				INSERT INTO users (id, sub, status, created_at)
				SELECT :strangers + i, LEFT(TO_BASE64(UNHEX(SHA2(CONCAT('sub', i), 256))), 22), 'ACTIVE', 0 FROM
				""" + NUMBERS).param("strangers", STRANGERS).param("count", over + alive).update();
		this.jdbc.sql("""
				INSERT INTO login_session (sid, user_id, identity_id, client_id, slot, scopes, resources, generation,
				created_at, refreshed_at, expires_at, purge_at)
				SELECT LEFT(TO_BASE64(UNHEX(SHA2(CONCAT('sid', i), 256))), 22), :strangers + i, i,
				'wx1234567890abcdef', 0, 'profile goods.read', 'http://localhost:8090', 0,
				:now - 40 * :day, IF(i <= :over, :now - 35 * :day, :now - :day), :now + 50 * :day,
				IF(i <= :over + :alive, :now - 10 * :day - i, :now + 10 * :day + i) FROM
				""" + NUMBERS)
			.param("strangers", STRANGERS)
			.param("over", over)
			.param("alive", alive)
			.param("now", now.toEpochMilli())
			.param("day", Duration.ofDays(1).toMillis())
			.param("count", count)
			.update();
	}

	/**
	 * Adds audit events, most of yesterday.
	 * @param count how many
	 * @param old how many of them are 500 days old
	 * @param now the time
	 */
	public void addAuditEvents(int count, int old, Instant now) {
		this.jdbc.sql("""
				INSERT INTO audit_event (occurred_at, type, actor, sub)
				SELECT IF(i <= :old, :now - 500 * :day, :now - :day) - i, 'TOKEN_REVOKED', 'nobody',
				LEFT(TO_BASE64(UNHEX(SHA2(CONCAT('sub', i), 256))), 22) FROM
				""" + NUMBERS)
			.param("old", old)
			.param("now", now.toEpochMilli())
			.param("day", Duration.ofDays(1).toMillis())
			.param("count", count)
			.update();
	}

	/**
	 * Has the server count the rows of each table, by which it plans.
	 */
	public void analyze() {
		this.jdbc.sql("ANALYZE TABLE users, login_session, audit_event").query().listOfRows();
	}

	/**
	 * Counts what the server has read, of all tables and for everybody.
	 * @return the rows and entries of indexes since its start
	 */
	public long read() {
		return read(this.jdbc, "GLOBAL");
	}

	/**
	 * Counts what an action reads that asks on one connection.
	 * @param connection asks on it too
	 * @param action the action
	 * @return the rows and entries of indexes
	 */
	public static long during(JdbcClient connection, Runnable action) {
		long begin = read(connection, "SESSION");
		long itself = read(connection, "SESSION") - begin;
		action.run();
		return read(connection, "SESSION") - begin - 2 * itself;
	}

	private static long read(JdbcClient jdbc, String scope) {
		return jdbc.sql("SHOW " + scope + " STATUS LIKE 'Handler_read%'")
			.query((row, number) -> row.getLong("Value"))
			.list()
			.stream()
			.mapToLong(Long::longValue)
			.sum();
	}

}

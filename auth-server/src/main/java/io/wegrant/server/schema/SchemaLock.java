package io.wegrant.server.schema;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who migrates, as one row, whose writing excludes others on every member of a cluster;
 * named locks and locks of rows are those of one member. Its holder counts on while it
 * lives. Whoever has seen it stand still for some time by its own clock takes over, so no
 * two clocks are compared.
 */
final class SchemaLock {

	/** The table, which is there before all migrations. */
	static final String TABLE = "schema_lock";

	/** How often the holder counts. */
	static final Duration BEAT = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(SchemaLock.class);

	private final String holder = UUID.randomUUID().toString();

	private final JdbcClient jdbc;

	private final Duration silence;

	private @Nullable Held seen;

	private long seenNanos;

	/**
	 * Creates a lock that is not held.
	 * @param dataSource where the row is
	 * @param silence after how long without a sign its holder counts as dead
	 */
	SchemaLock(DataSource dataSource, Duration silence) {
		this.jdbc = JdbcClient.create(dataSource);
		this.silence = silence;
	}

	/**
	 * Makes the table, unless it is there.
	 */
	void create() {
		this.jdbc
			.sql("CREATE TABLE IF NOT EXISTS " + TABLE
					+ " (id INT NOT NULL PRIMARY KEY, holder CHAR(36) NOT NULL, beat BIGINT NOT NULL)")
			.update();
	}

	/**
	 * Tries to take the lock. Who is refused tries again.
	 * @return whether it is held now
	 */
	boolean tryTake() {
		try {
			Optional<Held> held = this.jdbc.sql("SELECT holder, beat FROM " + TABLE + " WHERE id = 1")
				.query((row, number) -> new Held(row.getString("holder"), row.getLong("beat")))
				.optional();
			return held.map(this::takeOver).orElseGet(this::add);
		}
		catch (DuplicateKeyException | ConcurrencyFailureException ex) {
			return false;
		}
	}

	private boolean add() {
		return this.jdbc.sql("INSERT INTO " + TABLE + " (id, holder, beat) VALUES (1, ?, 0)")
			.param(this.holder)
			.update() == 1;
	}

	private boolean takeOver(Held held) {
		if (!held.equals(this.seen)) {
			this.seen = held;
			this.seenNanos = System.nanoTime();
			return false;
		}
		if (System.nanoTime() - this.seenNanos < this.silence.toNanos()) {
			return false;
		}
		boolean taken = this.jdbc
			.sql("UPDATE " + TABLE + " SET holder = ?, beat = beat + 1 WHERE id = 1 AND holder = ? AND beat = ?")
			.params(this.holder, held.holder(), held.beat())
			.update() == 1;
		if (taken) {
			logger.warn("Whoever was migrating the schema has given no sign for {} s: this one goes on",
					this.silence.toSeconds());
		}
		return taken;
	}

	/**
	 * Gives a sign of life.
	 * @return whether the lock is still held
	 */
	boolean beat() {
		return this.jdbc.sql("UPDATE " + TABLE + " SET beat = beat + 1 WHERE id = 1 AND holder = ?")
			.param(this.holder)
			.update() == 1;
	}

	/**
	 * Lets others have the lock.
	 */
	void release() {
		this.jdbc.sql("DELETE FROM " + TABLE + " WHERE id = 1 AND holder = ?").param(this.holder).update();
	}

	/**
	 * What the row says.
	 */
	private record Held(String holder, long beat) {

	}

}

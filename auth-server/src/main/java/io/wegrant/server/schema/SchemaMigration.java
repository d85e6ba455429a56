package io.wegrant.server.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

import io.wegrant.server.storage.DatabaseFault;

/**
 * Sees to it that the schema is there, before anything uses the database: by migrating
 * it, or by waiting until somebody else has.
 * <p>
 * Flyway's own lock is good for one server. Here one row decides who migrates
 * ({@link SchemaLock}), and the others wait. Should two migrate all the same, because one
 * of them had stood still and was taken for dead, nothing is spoiled: each script can run
 * again from its beginning, and the key of the history lets one of them note it.
 */
final class SchemaMigration implements FlywayMigrationStrategy {

	private static final Logger logger = LoggerFactory.getLogger(SchemaMigration.class);

	private static final Duration SILENCE = Duration.ofSeconds(10);

	private static final Duration POLL = Duration.ofMillis(250);

	private static final Duration REPORT = Duration.ofSeconds(10);

	private static final int ATTEMPTS = 5;

	private static final String SEE_DATABASE = "See to the database. What is half done is done again by java -jar"
			+ " auth-server.jar migrate.";

	private final boolean migrates;

	private final Duration longestWait;

	private final Duration silence;

	SchemaMigration(boolean migrates, Duration longestWait) {
		this(migrates, longestWait, SILENCE);
	}

	SchemaMigration(boolean migrates, Duration longestWait, Duration silence) {
		this.migrates = migrates;
		this.longestWait = longestWait;
		this.silence = silence;
	}

	@Override
	public void migrate(Flyway flyway) {
		SchemaLock lock = new SchemaLock(flyway.getConfiguration().getDataSource(), this.silence);
		Waiting waiting = new Waiting();
		SchemaState state = read(flyway);
		while (!state.isUsable()) {
			requireUnchanged(state);
			if (!this.migrates || !state.isMigratable() || !takeAndMigrate(flyway, lock)) {
				waiting.pause(state);
			}
			state = read(flyway);
		}
		if (!state.newer().isEmpty()) {
			logger.warn("The schema is of a later version, which has added {}: this one goes on with it",
					String.join(", ", state.newer()));
		}
	}

	// On a cluster whoever reads a table is undone when another member changes it.
	private static SchemaState read(Flyway flyway) {
		for (int attempt = 1;; attempt++) {
			try {
				return SchemaState.of(flyway);
			}
			catch (FlywayException ex) {
				if (attempt == ATTEMPTS || !hasMetAnother(ex)) {
					throw ex;
				}
			}
		}
	}

	private static void requireUnchanged(SchemaState state) {
		if (!state.changed().isEmpty()) {
			throw new UnusableSchemaException(
					"The schema of the database is not one of this version's: migrations are " + state.problem() + ".",
					null,
					"Start the version of the provider that made the schema, or restore the backup that was made with"
							+ " this one.");
		}
	}

	private boolean takeAndMigrate(Flyway flyway, SchemaLock lock) {
		DataSource dataSource = flyway.getConfiguration().getDataSource();
		try {
			Set<String> tables = tables(dataSource);
			requireOwn(flyway, tables);
			// Not at each try: all members of a cluster stop for it.
			if (!tables.contains(SchemaLock.TABLE)) {
				lock.create();
			}
			if (!lock.tryTake()) {
				return false;
			}
		}
		catch (SQLException | DataAccessException ex) {
			throw failed(ex);
		}
		return migrateHolding(flyway, lock);
	}

	// What Flyway would look at itself, but for the table of the lock.
	private static void requireOwn(Flyway flyway, Set<String> tables) {
		if (!tables.contains(flyway.getConfiguration().getTable()) && !Set.of(SchemaLock.TABLE).containsAll(tables)) {
			tables.remove(SchemaLock.TABLE);
			throw new UnusableSchemaException(
					"The database has tables that are not the provider's: "
							+ String.join(", ", tables.stream().limit(5).toList()) + ".",
					null, "Name an empty database in spring.datasource.url.");
		}
	}

	private static Set<String> tables(DataSource dataSource) throws SQLException {
		Set<String> tables = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		try (Connection connection = dataSource.getConnection();
				ResultSet found = connection.getMetaData()
					.getTables(connection.getCatalog(), connection.getSchema(), null, null)) {
			while (found.next()) {
				tables.add(found.getString("TABLE_NAME"));
			}
		}
		return tables;
	}

	private static boolean migrateHolding(Flyway flyway, SchemaLock lock) {
		// Not interrupted: H2 would close its file.
		CountDownLatch end = new CountDownLatch(1);
		Thread beats = new Thread(() -> beatUntil(end, lock), "schema-lock");
		beats.setDaemon(true);
		beats.start();
		try {
			migrateOnce(flyway);
			return true;
		}
		catch (FlywayException ex) {
			if (isHeld(lock) && !hasMetAnother(ex)) {
				throw failed(ex);
			}
			logger.warn("Another one is migrating too: {}", reason(ex));
			return false;
		}
		finally {
			end.countDown();
			release(lock);
		}
	}

	private static void beatUntil(CountDownLatch end, SchemaLock lock) {
		try {
			while (!end.await(SchemaLock.BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
				beat(lock);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void migrateOnce(Flyway flyway) {
		SchemaState state = SchemaState.of(flyway);
		if (state.isUsable() || !state.isMigratable()) {
			return;
		}
		if (!state.failed().isEmpty()) {
			logger.warn("Migrations that failed before are done again: {}", String.join(", ", state.failed()));
			flyway.repair();
		}
		// The table of the lock makes the database one that is not empty.
		Flyway.configure(flyway.getConfiguration().getClassLoader())
			.configuration(flyway.getConfiguration())
			.baselineOnMigrate(true)
			.baselineVersion("0")
			.load()
			.migrate();
	}

	private static void beat(SchemaLock lock) {
		try {
			lock.beat();
		}
		catch (DataAccessException ex) {
			logger.debug("No sign could be given to others who want to migrate", ex);
		}
	}

	// Undone by the database, or noted by the other one already (class 23).
	private static boolean hasMetAnother(FlywayException ex) {
		return NestedExceptionUtils.getMostSpecificCause(ex) instanceof SQLException cause
				&& (DatabaseFault.of(cause).isUndone()
						|| (cause.getSQLState() != null && cause.getSQLState().startsWith("23")));
	}

	private static boolean isHeld(SchemaLock lock) {
		try {
			return lock.beat();
		}
		catch (DataAccessException ex) {
			return true;
		}
	}

	private static void release(SchemaLock lock) {
		try {
			lock.release();
		}
		catch (DataAccessException ex) {
			logger.warn("Others who want to migrate have to wait until they take this one for dead: {}", reason(ex));
		}
	}

	private static UnusableSchemaException failed(Exception ex) {
		return new UnusableSchemaException("The schema of the database could not be migrated: " + reason(ex), ex,
				SEE_DATABASE);
	}

	private static String reason(Exception ex) {
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()).strip();
	}

	/**
	 * The waiting of one start for another one.
	 */
	private final class Waiting {

		private final long begin = System.nanoTime();

		private long nextReport = this.begin;

		void pause(SchemaState state) {
			Duration waited = Duration.ofNanos(System.nanoTime() - this.begin);
			Duration longest = SchemaMigration.this.longestWait;
			if (waited.compareTo(longest) >= 0) {
				throw new UnusableSchemaException(
						"The schema of the database is not complete. Migrations are " + state.problem() + ".", null,
						"Run java -jar auth-server.jar migrate, with the settings of the nodes, or start with"
								+ " wegrant.schema.migrate-at-start=true.");
			}
			if (System.nanoTime() - this.nextReport >= 0) {
				this.nextReport += REPORT.toNanos();
				logger.info("Waiting for the schema, {} s of at most {} s. Migrations are {}", waited.toSeconds(),
						longest.toSeconds(), state.problem());
			}
			try {
				Thread.sleep(POLL.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new UnusableSchemaException("The start was given up while it waited for the schema.", ex,
						SEE_DATABASE);
			}
		}

	}

}

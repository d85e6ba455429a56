package io.wegrant.server.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.TestProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What becomes of transactions that get into each other's way.
 */
@ParameterizedClass
@EnumSource(Database.class)
class RepeatedTransactionsStoryTests {

	private final Database database;

	private final TransactionTemplate transactions;

	private final JdbcTemplate jdbc;

	private final DataSource dataSource;

	RepeatedTransactionsStoryTests(Database database) {
		TestProvider provider = TestProvider.shared(database);
		this.database = database;
		this.transactions = provider.bean(TransactionTemplate.class);
		this.jdbc = provider.bean(JdbcTemplate.class);
		this.dataSource = provider.bean(DataSource.class);
	}

	@BeforeEach
	void twoRows() {
		this.jdbc.execute("DROP TABLE IF EXISTS pair");
		this.jdbc.execute("CREATE TABLE pair (id INT NOT NULL PRIMARY KEY, changes INT NOT NULL)");
		this.jdbc.execute("INSERT INTO pair (id, changes) VALUES (1, 0), (2, 0)");
	}

	@Test
	@DisplayName("C02: a transaction that the database undoes is done again")
	void executeWhenDeadlockThenDoneAgain() {
		AtomicInteger runs = new AtomicInteger();
		CyclicBarrier bothHoldOne = new CyclicBarrier(2);

		Concurrently.run(2, (number) -> () -> this.transactions.execute((status) -> {
			boolean first = runs.incrementAndGet() <= 2;
			change(1 + number);
			if (first) {
				await(bothHoldOne);
			}
			change(2 - number);
			return number;
		}));

		assertThat(runs).hasValue(3);
		assertThat(this.jdbc.queryForList("SELECT changes FROM pair", Integer.class)).containsExactly(2, 2);
	}

	@Test
	void executeWhenDeadlockInPartThenWholeIsDoneAgain() {
		AtomicInteger wholes = new AtomicInteger();
		AtomicInteger parts = new AtomicInteger();

		this.transactions.executeWithoutResult((status) -> {
			wholes.incrementAndGet();
			this.transactions.executeWithoutResult((inner) -> {
				if (parts.incrementAndGet() == 1) {
					throw new PessimisticLockingFailureException("deadlock");
				}
			});
		});

		assertThat(wholes).hasValue(2);
		assertThat(parts).hasValue(2);
	}

	@Test
	void executeWhenLockIsNotGivenThenNotDoneAgain() throws InterruptedException {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger runs = new AtomicInteger();
		Thread holder = new Thread(() -> this.transactions.executeWithoutResult((status) -> {
			change(1);
			held.countDown();
			await(release);
		}));
		holder.start();
		held.await();

		long start = System.nanoTime();
		try {
			assertThatExceptionOfType(TransientDataAccessException.class)
				.isThrownBy(() -> this.transactions.executeWithoutResult((status) -> {
					runs.incrementAndGet();
					change(1);
				}));
		}
		finally {
			release.countDown();
			holder.join();
		}

		assertThat(runs).hasValue(1);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500),
				Duration.ofSeconds(5));
	}

	// To prepare a statement, MariaDB looks at its tables. One of them is being renamed
	// here,
	// by whoever waits for the other, which the transaction has used: a deadlock.
	@Test
	@DisplayName("C02: a transaction that is undone while a statement is prepared is done again, never half")
	void executeWhenUndoneAtPrepareThenDoneAgainAsAWhole() throws Exception {
		if (this.database != Database.MYSQL) {
			return;
		}
		this.jdbc.execute("DROP TABLE IF EXISTS another");
		this.jdbc.execute("CREATE TABLE another (id INT NOT NULL PRIMARY KEY, changes INT NOT NULL)");
		this.jdbc.execute("INSERT INTO another (id, changes) VALUES (1, 0)");
		AtomicInteger runs = new AtomicInteger();
		try (Connection other = this.dataSource.getConnection(); Statement statement = other.createStatement()) {
			CompletableFuture<Void> renaming = new CompletableFuture<>();
			this.transactions.executeWithoutResult((status) -> {
				change(1);
				if (runs.incrementAndGet() == 1) {
					renaming.completeAsync(() -> renameThereAndBack(statement));
					Awaitility.await().until(this::isWaiting);
				}
				this.jdbc.update("UPDATE another SET changes = changes + 1 WHERE id = ?", 1);
			});
			renaming.join();
		}

		assertThat(runs).hasValue(2);
		assertThat(this.jdbc.queryForObject("SELECT changes FROM pair WHERE id = 1", Integer.class)).isEqualTo(1);
		assertThat(this.jdbc.queryForObject("SELECT changes FROM another", Integer.class)).isEqualTo(1);
	}

	// It claims the tables in the order of their names.
	private static Void renameThereAndBack(Statement statement) {
		try {
			statement.execute("RENAME TABLE another TO away, away TO another, pair TO pair_away, pair_away TO pair");
			return null;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private boolean isWaiting() {
		// Over a connection of its own: that of the transaction is in use.
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("""
						SELECT COUNT(*) FROM information_schema.processlist
						WHERE info LIKE 'RENAME TABLE%' AND state LIKE 'Waiting for table metadata lock%'""")) {
			return rows.next() && rows.getInt(1) > 0;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	@DisplayName("C02: of a commit during which the connection was lost nobody knows, and it is not done again")
	void commitWhenConnectionIsLostThenNotDoneAgain() {
		if (this.database != Database.MYSQL) {
			return;
		}
		AtomicInteger runs = new AtomicInteger();

		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.transactions.executeWithoutResult((status) -> {
				runs.incrementAndGet();
				change(1);
				Long id = this.jdbc.queryForObject("SELECT CONNECTION_ID()", Long.class);
				try (Connection other = this.dataSource.getConnection();
						Statement statement = other.createStatement()) {
					statement.execute("KILL CONNECTION " + id);
				}
				catch (SQLException ex) {
					throw new IllegalStateException(ex);
				}
			}))
			.satisfies((ex) -> assertThat(DatabaseFault.of(ex).kind()).isIn(DatabaseFault.Kind.REFUSED,
					DatabaseFault.Kind.BUSY));

		assertThat(runs).hasValue(1);
		assertThat(this.jdbc.queryForObject("SELECT changes FROM pair WHERE id = 1", Integer.class)).isZero();
	}

	@Test
	void runAfterCommitWhenUndoneThenOnceAndNotBefore() {
		List<String> done = new ArrayList<>();
		AtomicInteger runs = new AtomicInteger();

		this.transactions.executeWithoutResult((status) -> {
			AfterCommit.run(() -> done.add("after"));
			done.add("within");
			if (runs.incrementAndGet() == 1) {
				throw new PessimisticLockingFailureException("deadlock");
			}
		});

		assertThat(done).containsExactly("within", "within", "after");
	}

	@Test
	void connectWhenMysqlThenAsTheProfileSays() {
		if (this.database == Database.MYSQL) {
			assertThat(this.jdbc.queryForMap("SELECT @@innodb_lock_wait_timeout, @@wait_timeout, @@session.time_zone")
				.values()).extracting(String::valueOf).containsExactly("3", "60", "+00:00");
		}
	}

	private void change(int id) {
		this.jdbc.update("UPDATE pair SET changes = changes + 1 WHERE id = ?", id);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

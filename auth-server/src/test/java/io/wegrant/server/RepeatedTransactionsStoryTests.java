package io.wegrant.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

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

	RepeatedTransactionsStoryTests(Database database) {
		TestProvider provider = TestProvider.shared(database);
		this.database = database;
		this.transactions = provider.bean(TransactionTemplate.class);
		this.jdbc = provider.bean(JdbcTemplate.class);
	}

	@BeforeEach
	void twoRows() {
		this.jdbc.execute("DROP TABLE IF EXISTS pair");
		this.jdbc.execute("CREATE TABLE pair (id INT NOT NULL PRIMARY KEY, changes INT NOT NULL)");
		this.jdbc.execute("INSERT INTO pair (id, changes) VALUES (1, 0), (2, 0)");
	}

	@Test
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

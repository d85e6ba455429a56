package io.wegrant.mariadb;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lag of a member: a lock of the whole server, held for some time and given up for a
 * moment, over and over.
 */
public final class Lag implements AutoCloseable {

	/** Enough to catch up on two seconds. */
	private static final Duration MOMENT = Duration.ofMillis(100);

	private final String url;

	private final Duration time;

	private final CountDownLatch over = new CountDownLatch(1);

	private final CountDownLatch begun = new CountDownLatch(1);

	private final AtomicInteger times = new AtomicInteger();

	private final CompletableFuture<Void> holding;

	Lag(String url, Duration time) {
		this.url = url;
		this.time = time;
		this.holding = CompletableFuture.runAsync(this::hold, (task) -> {
			Thread thread = new Thread(task, "lag");
			thread.setDaemon(true);
			thread.start();
		});
		awaitBegin();
	}

	/**
	 * Counts how often it has held the lock.
	 * @return the number of times
	 */
	public int times() {
		return this.times.get();
	}

	/**
	 * Lets the member catch up for good.
	 */
	@Override
	public void close() {
		this.over.countDown();
		this.holding.join();
	}

	private void awaitBegin() {
		CompletableFuture
			.anyOf(this.holding, CompletableFuture.runAsync(() -> await(this.begun, Duration.ofMinutes(1))))
			.join();
	}

	private void hold() {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement()) {
			do {
				statement.execute("FLUSH TABLES WITH READ LOCK");
				this.times.incrementAndGet();
				this.begun.countDown();
				await(this.over, this.time);
				statement.execute("UNLOCK TABLES");
			}
			while (!await(this.over, MOMENT));
		}
		catch (SQLException ex) {
			throw new IllegalStateException("A member could not be made to lag", ex);
		}
	}

	private static boolean await(CountDownLatch latch, Duration time) {
		try {
			return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return true;
		}
	}

}

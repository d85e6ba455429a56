package io.wegrant.resourceserver;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where checks wait for the provider's keys whose callers must not. All wait for the
 * same, so that one thread makes them, which is there while there is one to make.
 *
 * @param <T> what a check finds
 */
final class WaitingRoom<T> implements AutoCloseable {

	private final ExecutorService thread;

	private final Supplier<T> turnedAway;

	/**
	 * Makes a room.
	 * @param places how many may wait at one time
	 * @param turnedAway what is found for those who find no place, or wait when it is
	 * closed
	 */
	WaitingRoom(int places, Supplier<T> turnedAway) {
		this.thread = new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(places),
				new DaemonThreads("wegrant-waiting"));
		this.turnedAway = turnedAway;
	}

	/**
	 * Has a check made that may wait.
	 * @param check the check
	 * @return what it finds; it is never without an answer
	 */
	CompletionStage<T> enter(Supplier<T> check) {
		Waiter<T> waiter = new Waiter<>(check);
		try {
			this.thread.execute(waiter);
		}
		catch (RejectedExecutionException ex) {
			turnAway(waiter);
		}
		return waiter.answer.minimalCompletionStage();
	}

	private void turnAway(Waiter<T> waiter) {
		waiter.answer.complete(this.turnedAway.get());
	}

	@Override
	@SuppressWarnings("unchecked")
	public void close() {
		this.thread.shutdownNow().forEach((waiter) -> turnAway((Waiter<T>) waiter));
	}

	/**
	 * A check that waits.
	 *
	 * @param <T> what it finds
	 */
	private static final class Waiter<T> implements Runnable {

		private final Supplier<T> check;

		private final CompletableFuture<T> answer = new CompletableFuture<>();

		private Waiter(Supplier<T> check) {
			this.check = check;
		}

		@Override
		public void run() {
			try {
				this.answer.complete(this.check.get());
			}
			catch (RuntimeException ex) {
				this.answer.completeExceptionally(ex);
			}
		}

	}

}

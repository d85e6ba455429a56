package io.wegrant.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Does things at the same time.
 */
public final class Concurrently {

	private Concurrently() {
	}

	/**
	 * Starts all calls at once and waits for their results.
	 * @param <T> what they return
	 * @param count how many
	 * @param call makes the call of a number
	 * @return the results, in the order of the numbers
	 */
	public static <T> List<T> run(int count, IntFunction<Callable<T>> call) {
		ExecutorService threads = Executors.newFixedThreadPool(count);
		CountDownLatch start = new CountDownLatch(1);
		try {
			List<Future<T>> futures = new ArrayList<>();
			for (int number = 0; number < count; number++) {
				Callable<T> each = call.apply(number);
				futures.add(threads.submit(() -> {
					start.await();
					return each.call();
				}));
			}
			start.countDown();
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

}

package io.wegrant.endtoend;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Does things at the same time.
 */
final class Concurrently {

	private Concurrently() {
	}

	/**
	 * Does something many times, some of them at a time.
	 * @param <T> what comes of it
	 * @param count how many times
	 * @param threads how many at a time
	 * @param action what to do, given its number
	 * @return what has come of it, in order
	 */
	static <T> List<T> times(int count, int threads, IntFunction<T> action) {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			return join(IntStream.range(0, count)
				.mapToObj((i) -> CompletableFuture.supplyAsync(() -> action.apply(i), executor))
				.toList());
		}
		finally {
			executor.shutdownNow();
		}
	}

	static <T> List<T> join(List<CompletableFuture<T>> futures) {
		return futures.stream().map(CompletableFuture::join).toList();
	}

}

package io.wegrant.server;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import com.sun.management.ThreadMXBean;
import org.apache.coyote.ProtocolHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures what a provider allocates to answer a request, from the bytes of the request
 * to those of the answer. What runs in the background does not count, and neither does
 * the client.
 * <p>
 * Meanwhile one thread takes the place of all that answer requests: a JVM does not tell
 * what virtual threads allocate, and of one thread it tells it to the byte.
 */
final class Allocations implements AutoCloseable {

	private static final int WARM_UP = 50;

	private static final int MEASURED = 101;

	/** How often a request is sent. */
	static final int REQUESTS = WARM_UP + MEASURED;

	private static final long LESS_THAN_ANY_ANSWER = 1_000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final ExecutorService onlyThread = Executors
		.newSingleThreadExecutor((task) -> new Thread(task, "measured-exec-1"));

	private final ProtocolHandler protocolHandler;

	private final Executor usualThreads;

	Allocations(TestProvider provider) {
		this.protocolHandler = provider.protocolHandler();
		this.usualThreads = this.protocolHandler.getExecutor();
		this.protocolHandler.setExecutor(this.onlyThread);
	}

	/**
	 * Measures a request that is sent again and again.
	 * @param request sends it once, or one like it
	 * @return the median, in bytes
	 */
	long of(Supplier<Answer> request) {
		for (int i = 0; i < WARM_UP; i++) {
			send(request);
		}
		long median = LongStream.generate(() -> during(request))
			.limit(MEASURED)
			.sorted()
			.skip(MEASURED / 2)
			.findFirst()
			.orElseThrow();
		assertThat(median).as("bytes allocated by the thread that should answer").isGreaterThan(LESS_THAN_ANY_ANSWER);
		return median;
	}

	private long during(Supplier<Answer> request) {
		long before = allocated();
		send(request);
		return allocated() - before;
	}

	private static void send(Supplier<Answer> request) {
		Answer answer = request.get();
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	// Waits for the thread to be done with the request, which it is a little after the
	// answer.
	private long allocated() {
		return CompletableFuture.supplyAsync(this.threads::getCurrentThreadAllocatedBytes, this.onlyThread).join();
	}

	@Override
	public void close() {
		this.protocolHandler.setExecutor(this.usualThreads);
		this.onlyThread.shutdown();
	}

}

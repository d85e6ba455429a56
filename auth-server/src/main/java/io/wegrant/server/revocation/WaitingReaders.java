package io.wegrant.server.revocation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.wegrant.server.connections.Connections;

/**
 * Readers whose requests are held until there is something new. Who has waited longest is
 * answered first, and no more in a second than the node is to bear, so that what comes
 * meanwhile is gathered; but nobody waits longer than {@link #LONGEST} for what is there.
 */
final class WaitingReaders implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(WaitingReaders.class);

	/** Shorter than what is promised, which is from the revocation to the service. */
	private static final Duration LONGEST = Duration.ofSeconds(4);

	private static final Duration PAUSE = Duration.ofMillis(50);

	private static final Duration LOOK = Duration.ofMillis(500);

	private final Connections connections;

	private final int limit;

	private final int limitPerAddress;

	private final int answersPerSecond;

	private final Map<Long, Reader> readers = new ConcurrentSkipListMap<>();

	private final AtomicLong arrivals = new AtomicLong();

	private final AtomicInteger count = new AtomicInteger();

	private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread created = new Thread(task, "revocation-answers");
		created.setDaemon(true);
		return created;
	});

	private double allowance;

	private long allowedAtNanos = System.nanoTime();

	WaitingReaders(Connections connections, RevocationProperties properties) {
		this.connections = connections;
		this.limit = properties.maxWaiting();
		this.limitPerAddress = Math.min(properties.maxWaiting(), properties.maxWaitingPerAddress());
		this.answersPerSecond = properties.answersPerSecond();
		this.allowance = this.answersPerSecond;
		Future<?> unused = this.thread.scheduleWithFixedDelay(() -> {
			guarded(this::letGoOfClosed);
			guarded(this::answerThoseWhoHaveWaited);
		}, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Takes a reader in, unless there are too many.
	 * @param reader the reader
	 * @return a ticket with which the reader leaves, or a negative number for none
	 */
	long add(Reader reader) {
		if (this.count.incrementAndGet() > this.limit) {
			this.count.decrementAndGet();
			return -1;
		}
		if (this.byAddress.merge(reader.address(), 1, Integer::sum) > this.limitPerAddress) {
			leave(reader);
			return -1;
		}
		long ticket = this.arrivals.getAndIncrement();
		this.readers.put(ticket, reader);
		return ticket;
	}

	/**
	 * Lets a reader go who has been answered.
	 * @param ticket the reader's ticket
	 */
	void remove(long ticket) {
		Reader reader = this.readers.remove(ticket);
		if (reader != null) {
			leave(reader);
		}
	}

	private void leave(Reader reader) {
		this.count.decrementAndGet();
		this.byAddress.computeIfPresent(reader.address(), (address, number) -> (number > 1) ? number - 1 : null);
	}

	int size() {
		return this.readers.size();
	}

	/**
	 * Answers readers soon for whom there is something.
	 */
	void answerSoon() {
		answerAfter(Duration.ZERO);
	}

	/**
	 * Answers all readers now, whether or not there is something.
	 */
	void answerAll() {
		this.readers.values().forEach((reader) -> guarded(reader::answer));
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

	private void answerAfter(Duration pause) {
		if (this.scheduled.compareAndSet(false, true)) {
			try {
				Future<?> unused = this.thread.schedule(() -> guarded(this::answer), pause.toMillis(),
						TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("This node is shutting down, and has let its readers go");
			}
		}
	}

	private void answer() {
		this.scheduled.set(false);
		allowMore();
		for (Reader reader : this.readers.values()) {
			if (reader.hasNews()) {
				if (this.allowance < 1) {
					answerAfter(PAUSE);
					return;
				}
				this.allowance--;
				guarded(reader::answer);
			}
		}
	}

	private void allowMore() {
		long now = System.nanoTime();
		double rate = Math.max(this.answersPerSecond, (double) this.readers.size() / LONGEST.toSeconds());
		double seconds = (double) (now - this.allowedAtNanos) / TimeUnit.SECONDS.toNanos(1);
		this.allowance = Math.min(rate, this.allowance + rate * seconds);
		this.allowedAtNanos = now;
	}

	/**
	 * Lets readers go whose connections the other side has closed.
	 */
	void letGoOfClosed() {
		Map<String, Reader> byConnection = new ConcurrentHashMap<>();
		this.readers.values().forEach((reader) -> byConnection.put(reader.connection(), reader));
		byConnection.keySet().retainAll(this.connections.closed((connection) -> isHeld(byConnection.get(connection))));
		byConnection.values().forEach((reader) -> guarded(reader::letGo));
	}

	private void answerThoseWhoHaveWaited() {
		this.readers.values().stream().filter(Reader::hasWaited).forEach((reader) -> guarded(reader::answer));
	}

	private static boolean isHeld(@Nullable Reader reader) {
		return reader != null && reader.isHeld();
	}

	private static void guarded(Runnable work) {
		try {
			work.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("Readers of the revocation feed were not answered", ex);
		}
	}

	/**
	 * A reader who waits.
	 */
	interface Reader {

		/**
		 * Names whom a limit counts as one.
		 * @return the network of the reader's address
		 */
		String address();

		/**
		 * Names the connection.
		 * @return its id
		 */
		String connection();

		/**
		 * Tells whether the reader still waits.
		 * @return whether no answer is under way
		 */
		boolean isHeld();

		/**
		 * Tells whether there is something for the reader.
		 * @return whether to answer
		 */
		boolean hasNews();

		/**
		 * Tells whether the reader has waited as long as it wanted to.
		 * @return whether to answer although there is nothing new
		 */
		boolean hasWaited();

		/**
		 * Answers, and has the reader removed.
		 */
		void answer();

		/**
		 * Answers nothing in particular, since nobody is there to read it, and has the
		 * reader removed.
		 */
		void letGo();

	}

}

package io.wegrant.simulator.push;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;

/**
 * Pushes the events of virtual payment, again and again until they are acknowledged, with
 * pauses that double.
 */
public final class Deliveries implements AutoCloseable {

	private static final int RETRIES = 15;

	private static final int THREADS = 4;

	private final Set<Delivery> waiting = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(THREADS, Deliveries::thread);

	private final Pushes pushes;

	private final MiniPrograms miniPrograms;

	private final Clock clock;

	private final Duration retryUnit;

	private final AtomicInteger clearings = new AtomicInteger();

	/**
	 * Creates the sender.
	 * @param pushes for each try
	 * @param miniPrograms the mini-programs with their formats and keys
	 * @param clock the simulator's clock
	 * @param retryUnit half of the pause before the first retry
	 */
	public Deliveries(Pushes pushes, MiniPrograms miniPrograms, Clock clock, Duration retryUnit) {
		this.pushes = pushes;
		this.miniPrograms = miniPrograms;
		this.clock = clock;
		this.retryUnit = retryUnit;
	}

	/**
	 * Delivers an event, now and as often as it takes.
	 * @param appid the mini-program
	 * @param event the name of the event
	 * @param members what the event says beside the names of sender and receiver
	 * @param observer is told of each try
	 */
	public void deliver(String appid, String event, Map<String, ?> members, Consumer<DeliveryAttempt> observer) {
		Map<String, Object> message = new LinkedHashMap<>(Pushes.head(event, this.clock.instant()));
		message.putAll(members);
		Delivery delivery = new Delivery(appid, event, message, observer, this.clearings.get(), 0,
				this.clock.instant());
		this.waiting.add(delivery);
		this.executor.execute(() -> tryWhenDue(delivery));
	}

	/**
	 * Tries what has become due since the clock was moved.
	 */
	public void resume() {
		this.waiting.forEach((delivery) -> this.executor.execute(() -> tryWhenDue(delivery)));
	}

	/**
	 * Forgets what is not acknowledged.
	 */
	public synchronized void clear() {
		this.clearings.incrementAndGet();
		this.waiting.clear();
	}

	/**
	 * Ends all tries.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	private void tryWhenDue(Delivery delivery) {
		Duration rest = Duration.between(this.clock.instant(), delivery.dueAt());
		if (rest.isNegative() || rest.isZero()) {
			// Moving the clock may have brought somebody else here.
			if (this.waiting.remove(delivery)) {
				settle(delivery, send(delivery));
			}
		}
		else if (this.waiting.contains(delivery)) {
			ScheduledFuture<?> unused = this.executor.schedule(() -> tryWhenDue(delivery), rest.toNanos(),
					TimeUnit.NANOSECONDS);
		}
	}

	private synchronized void settle(Delivery delivery, DeliveryAttempt attempt) {
		if (delivery.clearings() != this.clearings.get()) {
			// Forgotten while it was under way.
			return;
		}
		delivery.observer().accept(attempt);
		if (!attempt.accepted() && delivery.retryTimes() < RETRIES) {
			Duration pause = this.retryUnit.multipliedBy(2L << delivery.retryTimes());
			Delivery next = delivery.next(this.clock.instant().plus(pause));
			this.waiting.add(next);
			tryWhenDue(next);
		}
	}

	private DeliveryAttempt send(Delivery delivery) {
		MiniProgram miniProgram = this.miniPrograms.require(delivery.appid());
		String format = Pushes.format(miniProgram, null);
		Map<String, Object> members = new LinkedHashMap<>(delivery.message());
		members.put("RetryTimes", delivery.retryTimes());
		try {
			PushAnswer answer = this.pushes.send(Message.of(delivery.appid(), MessageText.of(format, members)));
			boolean accepted = Acknowledgement.isGiven(answer, format, miniProgram.encodingAesKey() != null);
			return new DeliveryAttempt(this.clock.instant(), delivery.event(), delivery.retryTimes(), answer.status(),
					answer.body(), accepted);
		}
		catch (UncheckedIOException | UnreadableAnswerException | IllegalArgumentException ex) {
			return new DeliveryAttempt(this.clock.instant(), delivery.event(), delivery.retryTimes(), null,
					String.valueOf(ex.getMessage()), false);
		}
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "deliveries");
		thread.setDaemon(true);
		return thread;
	}

	private record Delivery(String appid, String event, Map<String, Object> message, Consumer<DeliveryAttempt> observer,
			int clearings, int retryTimes, Instant dueAt) {

		private Delivery next(Instant dueAt) {
			return new Delivery(this.appid, this.event, this.message, this.observer, this.clearings,
					this.retryTimes + 1, dueAt);
		}

	}

}

package io.wegrant.endtoend.miniprogram;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * What happens on a phone, one thing after the other and on the thread of the test: first
 * what has arrived from the network, and when nothing is under way any more, the next
 * timer, at once. So a pause of a minute takes no time, and yet comes after all that was
 * sent before.
 */
final class EventLoop {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final BlockingQueue<Runnable> arrived = new LinkedBlockingQueue<>();

	private final PriorityQueue<Timer> timers = new PriorityQueue<>(
			Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));

	private long now = System.currentTimeMillis();

	private long timersSet;

	private int underWay;

	/**
	 * Returns the time on the phone.
	 * @return milliseconds, as {@code Date.now()} gives them
	 */
	long now() {
		return this.now;
	}

	/**
	 * Puts the phone's clock on or back. No timer fires for it.
	 * @param change by how much
	 */
	void adjust(Duration change) {
		this.now += change.toMillis();
	}

	/**
	 * Sets a timer.
	 * @param milliseconds when it is due, from now on
	 * @param task what happens then
	 * @return its number
	 */
	long later(long milliseconds, Runnable task) {
		long number = this.timersSet++;
		this.timers.add(new Timer(this.now + milliseconds, number, task));
		return number;
	}

	void never(long number) {
		this.timers.removeIf((timer) -> timer.number() == number);
	}

	int timers() {
		return this.timers.size();
	}

	void dropTimers() {
		this.timers.clear();
	}

	void soon(Runnable task) {
		whenComplete(CompletableFuture.completedFuture(task), (value, failure) -> value.run());
	}

	<T> void whenComplete(CompletableFuture<T> answer, BiConsumer<T, Throwable> task) {
		this.underWay++;
		CompletableFuture<T> unused = answer.whenComplete((value, failure) -> this.arrived.add(() -> {
			this.underWay--;
			task.accept(value, failure);
		}));
	}

	/**
	 * Lets things happen until a condition holds.
	 * @param condition the condition
	 */
	void runUntil(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			next().run();
		}
	}

	/**
	 * Lets things happen until nothing is under way. Timers stay set.
	 */
	void runUntilQuiet() {
		runUntil(() -> this.underWay == 0);
	}

	private Runnable next() {
		if (this.underWay > 0) {
			return arrival();
		}
		Timer timer = this.timers.poll();
		if (timer == null) {
			throw new IllegalStateException("What is waited for will never happen: nothing is under way");
		}
		this.now = Math.max(this.now, timer.due());
		return timer.task();
	}

	private Runnable arrival() {
		try {
			Runnable next = this.arrived.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			if (next != null) {
				return next;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		throw new IllegalStateException("Nothing has arrived");
	}

	private record Timer(long due, long number, Runnable task) {

	}

}

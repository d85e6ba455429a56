package io.wegrant.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import io.wegrant.benchmarks.load.Connection.Answer;

/**
 * Sends requests over a number of connections, each by a thread of its own. At a constant
 * rate a latency counts from the instant at which the request was due, so that a server
 * that falls behind is charged for those who wait (no coordinated omission).
 */
final class Burst {

	private static final int OK = 200;

	private final Work work;

	private final int port;

	private final int limit;

	private final double rate;

	private final long nanos;

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicInteger taken = new AtomicInteger();

	private final AtomicLong answered = new AtomicLong();

	private final AtomicLong failed = new AtomicLong();

	private final Histogram latencies = new ConcurrentHistogram(TimeUnit.HOURS.toNanos(1), 3);

	private long begin;

	private double seconds;

	private volatile String failure = "";

	Burst(Work work, int port, Order.Pace pace) {
		this.work = work;
		this.port = port;
		this.limit = Math.min(work.size(), pace.requests());
		this.rate = pace.rate();
		this.nanos = (long) Math.min(pace.seconds() * 1e9, (double) TimeUnit.DAYS.toNanos(1));
	}

	void run(int connections) {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < Math.min(connections, this.limit); i++) {
			threads.add(new Thread(this::serve));
		}
		this.begin = System.nanoTime();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			join(thread);
		}
		this.seconds = (System.nanoTime() - this.begin) / 1e9;
	}

	int taken() {
		return this.taken.get();
	}

	long answered() {
		return this.answered.get();
	}

	long failed() {
		return this.failed.get();
	}

	String failure() {
		return this.failure;
	}

	double seconds() {
		return this.seconds;
	}

	Histogram latencies() {
		return this.latencies;
	}

	private void serve() {
		try (Connection connection = new Connection(this.port)) {
			for (int i = this.next.getAndIncrement(); i < this.limit; i = this.next.getAndIncrement()) {
				long due = due(i);
				if (due - this.begin >= this.nanos || this.failed.get() > 0) {
					return;
				}
				this.taken.incrementAndGet();
				Answer answer = connection.exchange(this.work.request(i));
				this.latencies.recordValue(Math.max(0, System.nanoTime() - due));
				take(i, answer);
			}
		}
		catch (IOException ex) {
			fail(ex.toString());
		}
	}

	private long due(int index) {
		if (this.rate == 0) {
			return System.nanoTime();
		}
		long due = this.begin + (long) (index / this.rate * 1e9);
		for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
		return due;
	}

	private void take(int index, Answer answer) {
		if (answer.status() == OK) {
			this.answered.incrementAndGet();
			this.work.answered(index, answer);
		}
		else {
			fail("status " + answer.status());
		}
	}

	private void fail(String reason) {
		if (this.failed.getAndIncrement() == 0) {
			this.failure = reason;
		}
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}

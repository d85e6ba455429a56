package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A task that is done again and again on a thread of its own, from a start to the next
 * stop. Each time it answers how long to pause.
 */
final class RepeatedTask {

	private static final Duration LONGEST_STOP = Duration.ofSeconds(2);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	private static final System.Logger logger = System.getLogger(RepeatedTask.class.getName());

	private final DaemonThreads threads;

	private final Supplier<Duration> task;

	private volatile @Nullable Run run;

	RepeatedTask(String name, Supplier<Duration> task) {
		this.threads = new DaemonThreads(name);
		this.task = task;
	}

	void start() {
		Run started = new Run();
		this.run = started;
		started.thread.start();
	}

	boolean isRunning() {
		return this.run != null;
	}

	/**
	 * Interrupts the task and waits until its thread has ended, if that is soon.
	 */
	void stop() {
		Run started = this.run;
		if (started != null) {
			this.run = null;
			started.stop();
		}
	}

	private final class Run implements Runnable {

		private final CountDownLatch stopped = new CountDownLatch(1);

		private final Thread thread = RepeatedTask.this.threads.newThread(this);

		@Override
		public void run() {
			try {
				Duration pause = Duration.ZERO;
				while (!this.stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
					pause = attempt();
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		// Whatever goes wrong, a task that ended would never be done again.
		private Duration attempt() {
			try {
				return RepeatedTask.this.task.get();
			}
			catch (RuntimeException | Error ex) {
				logger.log(System.Logger.Level.ERROR, "A task on " + this.thread.getName() + " failed", ex);
				return PAUSE_AFTER_FAILURE;
			}
		}

		private void stop() {
			this.stopped.countDown();
			this.thread.interrupt();
			try {
				this.thread.join(LONGEST_STOP.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}

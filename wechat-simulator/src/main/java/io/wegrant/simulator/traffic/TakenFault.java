package io.wegrant.simulator.traffic;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A fault that applies to a call.
 *
 * @param effect what goes wrong
 * @param replaced open once other faults, or none, are in force
 */
public record TakenFault(FaultEffect effect, CountDownLatch replaced) {

	/**
	 * Waits, but no longer than faults stay as they are.
	 * @param time how long
	 * @throws InterruptedException when the simulator stops
	 */
	public void pause(Duration time) throws InterruptedException {
		boolean unused = this.replaced.await(time.toNanos(), TimeUnit.NANOSECONDS);
	}

}

package io.wegrant.simulator.traffic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.springframework.stereotype.Component;

/**
 * The faults in force. The first one that concerns a call applies to it, and no other.
 */
@Component
public final class Faults {

	private final List<Remaining> inForce = new ArrayList<>();

	private CountDownLatch replaced = new CountDownLatch(1);

	/**
	 * Puts faults in force, in place of all earlier ones. Answers that these hold back
	 * leave at once.
	 * @param faults the faults, none to put an end to all
	 */
	public synchronized void replace(Collection<Fault> faults) {
		this.inForce.clear();
		this.replaced.countDown();
		this.replaced = new CountDownLatch(1);
		faults.forEach((fault) -> this.inForce.add(new Remaining(fault)));
	}

	/**
	 * Takes the fault that applies to a call.
	 * @param path the path of the call
	 * @return the fault, or empty when nothing goes wrong
	 */
	public synchronized Optional<TakenFault> take(String path) {
		Optional<Remaining> first = this.inForce.stream().filter((remaining) -> remaining.concerns(path)).findFirst();
		first.filter(Remaining::takeLast).ifPresent(this.inForce::remove);
		return first.map((remaining) -> new TakenFault(remaining.fault.effect(), this.replaced));
	}

	private static final class Remaining {

		private final Fault fault;

		private int taken;

		private Remaining(Fault fault) {
			this.fault = fault;
		}

		private boolean concerns(String path) {
			return this.fault.paths().isEmpty() || this.fault.paths().contains(path);
		}

		private boolean takeLast() {
			this.taken++;
			return this.taken == this.fault.calls();
		}

	}

}

package io.wegrant.simulator.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.springframework.stereotype.Component;

/**
 * The latest calls, up to a bound.
 */
@Component
public final class Calls {

	private static final int BOUND = 10_000;

	private final Deque<Call> latest = new ArrayDeque<>();

	/**
	 * Adds a call and drops the oldest one when there are too many.
	 * @param call the call
	 */
	public synchronized void add(Call call) {
		if (this.latest.size() == BOUND) {
			this.latest.removeFirst();
		}
		this.latest.addLast(call);
	}

	/**
	 * Lists the calls.
	 * @return the calls, oldest first
	 */
	public synchronized List<Call> all() {
		return List.copyOf(this.latest);
	}

	/**
	 * Forgets every call.
	 */
	public synchronized void clear() {
		this.latest.clear();
	}

}

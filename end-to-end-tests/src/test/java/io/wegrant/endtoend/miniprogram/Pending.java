package io.wegrant.endtoend.miniprogram;

import java.util.Optional;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * A promise of the mini-program.
 */
public final class Pending {

	private final EventLoop loop;

	private Optional<Outcome> outcome = Optional.empty();

	Pending(Value promise, EventLoop loop, Json json) {
		this.loop = loop;
		promise.invokeMember("then", settle(true, json), settle(false, json));
	}

	/**
	 * Waits until it is settled.
	 * @return what became of it
	 */
	public Outcome outcome() {
		this.loop.runUntil(() -> this.outcome.isPresent());
		return this.outcome.orElseThrow();
	}

	private ProxyExecutable settle(boolean resolved, Json json) {
		return (arguments) -> {
			this.outcome = Optional.of(new Outcome(resolved, json.tree(arguments[0]), arguments[0].toString()));
			return null;
		};
	}

}

package io.wegrant.resourceserver;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happened, by kind, since the service has started. Counting takes no lock.
 *
 * @param <K> the kinds
 */
final class OutcomeCounts<K extends Enum<K>> {

	private final Map<K, LongAdder> counts;

	OutcomeCounts(Class<K> kinds) {
		this.counts = new EnumMap<>(kinds);
		for (K kind : kinds.getEnumConstants()) {
			this.counts.put(kind, new LongAdder());
		}
	}

	void add(K kind) {
		adder(kind).increment();
	}

	long count(K kind) {
		return adder(kind).sum();
	}

	private LongAdder adder(K kind) {
		LongAdder adder = this.counts.get(kind);
		if (adder == null) {
			throw new IllegalStateException("No count of " + kind);
		}
		return adder;
	}

}

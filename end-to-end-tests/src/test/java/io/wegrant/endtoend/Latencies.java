package io.wegrant.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long things took.
 */
record Latencies(List<Duration> sorted) {

	Latencies {
		sorted = sorted.stream().sorted().toList();
	}

	Duration percentile(int percent) {
		return this.sorted.get((int) Math.ceil(this.sorted.size() * percent / 100.0) - 1);
	}

	Duration max() {
		return percentile(100);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d samples, p50 %.1f ms, p99 %.1f ms, max %.1f ms", this.sorted.size(),
				milliseconds(percentile(50)), milliseconds(percentile(99)), milliseconds(max()));
	}

	static double milliseconds(Duration duration) {
		return duration.toNanos() / 1_000_000.0;
	}

}

package io.wegrant.benchmarks.figures;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wegrant.benchmarks.load.Outcome;
import io.wegrant.benchmarks.load.Scenario;

final class TestMeasurements {

	static final int SESSIONS = 10_000;

	private TestMeasurements() {
	}

	/**
	 * Makes one measurement of each round, of 1000 requests in two seconds.
	 */
	static List<Measurement> of(String peer, Scenario scenario, double... processorMicros) {
		return IntStream.range(0, processorMicros.length)
			.mapToObj((i) -> new Measurement("h2", SESSIONS, scenario, peer, i + 1, 0,
					new Outcome(1000, 2, List.of(processorMicros[i] / 1000), 0, 1.5, 4, 9, 0, "")))
			.toList();
	}

	static Results results() {
		return results(List.of(), List.of());
	}

	static Results results(List<Measurement> some, List<Measurement> others) {
		return new Results(new Machine(2, "a model", "a system", "17", "2026-01-01"),
				List.of(footprint(Goal.WEGRANT, 6, 390), footprint(Goal.STOCK, 5, 280)),
				Stream.concat(some.stream(), others.stream()).toList(),
				List.of(new Storage("h2", Goal.WEGRANT, SESSIONS, 700)),
				List.of(Delay.of("h2", 10, List.of(110.0, 90.0, 100.0))), List.of());
	}

	private static Footprint footprint(String peer, double startUp, double memory) {
		return new Footprint(peer, Stream.of(startUp, startUp + 1, startUp - 1).toList(), memory / 2, memory, 60);
	}

}

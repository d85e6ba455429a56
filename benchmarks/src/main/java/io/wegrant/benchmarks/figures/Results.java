package io.wegrant.benchmarks.figures;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.wegrant.benchmarks.load.Scenario;

/**
 * All that one run has shown.
 *
 * @param machine where
 * @param footprints what the peers take
 * @param measurements what the peers have done
 * @param storages what their rows take
 * @param delays how soon services refuse what is revoked
 * @param growths what revocations take
 */
public record Results(Machine machine, List<Footprint> footprints, List<Measurement> measurements,
		List<Storage> storages, List<Delay> delays, List<Growth> growths) {

	/**
	 * Creates results.
	 */
	public Results {
		footprints = List.copyOf(footprints);
		measurements = List.copyOf(measurements);
		storages = List.copyOf(storages);
		delays = List.copyOf(delays);
		growths = List.copyOf(growths);
	}

	/**
	 * Selects what was measured on one kind of database.
	 * @param database the kind
	 * @return the results on it
	 */
	public Results on(String database) {
		return new Results(this.machine, this.footprints,
				this.measurements.stream().filter((each) -> each.database().equals(database)).toList(),
				this.storages.stream().filter((each) -> each.database().equals(database)).toList(),
				this.delays.stream().filter((each) -> each.database().equals(database)).toList(),
				this.growths.stream().filter((each) -> each.database().equals(database)).toList());
	}

	/**
	 * Lists the kinds of databases.
	 * @return each that was measured on, in order
	 */
	public List<String> databases() {
		return Stream
			.of(this.measurements.stream().map(Measurement::database), this.delays.stream().map(Delay::database),
					this.growths.stream().map(Growth::database))
			.flatMap((each) -> each)
			.distinct()
			.toList();
	}

	/**
	 * Compares the processor time of two peers for the same request, in turns that
	 * followed each other.
	 * @param one the peer above the line
	 * @param other the peer below it
	 * @return how many times as much the first one uses: the ratio of the medians, and
	 * the spread of the ratios of the rounds; empty when one of them was not measured
	 */
	public Optional<Spread> ratio(Turns one, Turns other) {
		List<Double> ones = saturated(one).stream().map(Measurement::processorMicros).toList();
		List<Double> others = saturated(other).stream().map(Measurement::processorMicros).toList();
		if (ones.isEmpty() || others.isEmpty()) {
			return Optional.empty();
		}
		Spread rounds = Spread
			.of(IntStream.range(0, Math.min(ones.size(), others.size())).mapToObj((i) -> ones.get(i) / others.get(i)));
		double ratio = Spread.of(ones.stream()).median() / Spread.of(others.stream()).median();
		return Optional.of(new Spread(ratio, Math.min(ratio, rounds.low()), Math.max(ratio, rounds.high())));
	}

	/**
	 * Compares what two peers take.
	 * @param one the peer above the line
	 * @param other the peer below it
	 * @param property what of it
	 * @return how many times as much the first one takes; empty when one of them was not
	 * measured
	 */
	public Optional<Spread> ratio(String one, String other, ToDoubleFunction<Footprint> property) {
		return footprint(one).flatMap((above) -> footprint(other).map((below) -> {
			double ratio = property.applyAsDouble(above) / property.applyAsDouble(below);
			return new Spread(ratio, ratio, ratio);
		}));
	}

	/**
	 * Tells within which time nearly all services refuse what has been revoked.
	 * @param services how many services there are
	 * @return the 99th percentile in seconds; empty when it was not measured
	 */
	Optional<Spread> delay(int services) {
		return this.delays.stream()
			.filter((delay) -> delay.services() == services)
			.findFirst()
			.map((delay) -> Spread.of(Stream.of(delay.p99() / 1000)));
	}

	List<Measurement> saturated(Turns turns) {
		return this.measurements.stream().filter((measurement) -> measurement.rate() == 0).filter(turns).toList();
	}

	private Optional<Footprint> footprint(String peer) {
		return this.footprints.stream().filter((footprint) -> Objects.equals(footprint.peer(), peer)).findFirst();
	}

	/**
	 * The turns of one peer in one scenario.
	 *
	 * @param peer the peer
	 * @param scenario the scenario
	 * @param sessions how many sessions there were
	 */
	public record Turns(String peer, Scenario scenario, int sessions) implements Predicate<Measurement> {

		static Turns of(Measurement measurement) {
			return new Turns(measurement.peer(), measurement.scenario(), measurement.sessions());
		}

		@Override
		public boolean test(Measurement measurement) {
			return measurement.peer().equals(this.peer) && measurement.scenario() == this.scenario
					&& measurement.sessions() == this.sessions;
		}

	}

}

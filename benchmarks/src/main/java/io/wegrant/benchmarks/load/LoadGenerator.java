package io.wegrant.benchmarks.load;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.benchmarks.load.Order.Pace;
import io.wegrant.benchmarks.load.Order.Target;

/**
 * The load generator as a program. It ends when its standard input does.
 */
public final class LoadGenerator {

	private static final int FIRST_SUPPLY = 400;

	private static final int LEAST_SUPPLY = 100;

	private static final int MOST_SUPPLY = 5_000;

	/** More than will be used, as what is left over was made for nothing. */
	private static final double RESERVE = 1.1;

	/** Less is not worth another supply. */
	private static final double REST_SECONDS = 0.2;

	private final Map<String, Population> populations = new HashMap<>();

	private final Map<String, Double> rates = new HashMap<>();

	private LoadGenerator() {
	}

	/**
	 * Starts it.
	 * @param arguments none
	 * @throws IOException if there is nobody to take orders from
	 */
	public static void main(String[] arguments) throws IOException {
		JsonMapper json = JsonMapper.shared();
		LoadGenerator generator = new LoadGenerator();
		PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String order = orders.readLine(); order != null; order = orders.readLine()) {
			answers.println(json.writeValueAsString(generator.carryOut(json.readValue(order, Order.class))));
		}
	}

	private Outcome carryOut(Order order) {
		Target target = order.target();
		Pace pace = order.pace();
		// The peer of that name in another comparison has other people in its database.
		String peer = target.name() + " " + target.port();
		Population population = this.populations.computeIfAbsent(peer, (name) -> new Population(target));
		String key = peer + " " + order.scenario();
		ProcessorClock clock = new ProcessorClock(target.processes());
		Total total = new Total(target.processes().size());
		double seconds = pace.seconds();
		int requests = pace.requests();
		while (seconds > REST_SECONDS && requests > 0 && total.failed == 0) {
			Work work = population.prepare(order.scenario(), supply(pace, this.rates.get(key), seconds, requests));
			Burst burst = new Burst(work, target.port(), new Pace(pace.connections(), seconds, requests, pace.rate()));
			double compilersBefore = clock.readCompilers();
			List<Double> before = clock.read();
			burst.run(pace.connections());
			total.add(burst, before, clock.read());
			total.compilerSeconds += clock.readCompilers() - compilersBefore;
			seconds = pace.isConstant() ? 0 : seconds - burst.seconds();
			requests -= burst.taken();
			this.rates.put(key, burst.answered() / burst.seconds());
		}
		return total.outcome();
	}

	private static int supply(Pace pace, @Nullable Double rate, double seconds, int requests) {
		if (pace.isConstant() || rate == null) {
			return Math.min(requests, pace.isConstant() ? requests : FIRST_SUPPLY);
		}
		double expected = Math.max(LEAST_SUPPLY, Math.min(MOST_SUPPLY, rate * seconds * RESERVE));
		return (int) Math.min(requests, expected);
	}

	/**
	 * What the bursts of one order have shown.
	 */
	private static final class Total {

		private final double[] processorSeconds;

		private final Histogram latencies = new Histogram(TimeUnit.HOURS.toNanos(1), 3);

		private long answered;

		private long failed;

		private String failure = "";

		private double seconds;

		private double compilerSeconds;

		Total(int processes) {
			this.processorSeconds = new double[processes];
		}

		void add(Burst burst, List<Double> before, List<Double> after) {
			for (int i = 0; i < this.processorSeconds.length; i++) {
				this.processorSeconds[i] += after.get(i) - before.get(i);
			}
			this.latencies.add(burst.latencies());
			this.answered += burst.answered();
			this.failed += burst.failed();
			this.failure = this.failure.isEmpty() ? burst.failure() : this.failure;
			this.seconds += burst.seconds();
		}

		Outcome outcome() {
			List<Double> processors = new ArrayList<>();
			for (double each : this.processorSeconds) {
				processors.add(each);
			}
			return new Outcome(this.answered, this.seconds, processors, this.compilerSeconds, milliseconds(50),
					milliseconds(99), milliseconds(100), this.failed, this.failure);
		}

		private double milliseconds(double percentile) {
			return this.latencies.getValueAtPercentile(percentile) / 1e6;
		}

	}

}

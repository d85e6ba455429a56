package io.wegrant.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import io.wegrant.benchmarks.load.Scenario;

/**
 * What the command line asks for.
 *
 * @param all whether everything is measured, and not the quick set
 * @param database the kind of database of the quick set
 * @param seconds the length of a turn
 * @param rounds how many turns each peer has
 * @param scenarios what is measured
 */
record Options(boolean all, Database.Kind database, double seconds, int rounds, Set<Scenario> scenarios) {

	private static final double SECONDS = 2.5;

	private static final double SECONDS_OF_ALL = 10;

	private static final int ROUNDS = 3;

	private static final int ROUNDS_OF_ALL = 5;

	static Options parse(String... arguments) {
		Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
		boolean all = rest.remove("--all");
		Options options = new Options(all, Database.Kind.H2, all ? SECONDS_OF_ALL : SECONDS,
				all ? ROUNDS_OF_ALL : ROUNDS, EnumSet.allOf(Scenario.class));
		while (!rest.isEmpty()) {
			String name = rest.remove();
			if (rest.isEmpty()) {
				throw new IllegalArgumentException("No value for " + name);
			}
			options = options.with(name, rest.remove());
		}
		return options;
	}

	private Options with(String name, String value) {
		return switch (name) {
			case "--database" ->
				new Options(this.all, Database.Kind.valueOf(upper(value)), this.seconds, this.rounds, this.scenarios);
			case "--seconds" ->
				new Options(this.all, this.database, Double.parseDouble(value), this.rounds, this.scenarios);
			case "--rounds" ->
				new Options(this.all, this.database, this.seconds, Integer.parseInt(value), this.scenarios);
			case "--only" -> new Options(this.all, this.database, this.seconds, this.rounds, scenarios(value));
			default -> throw new IllegalArgumentException("Unknown: " + name);
		};
	}

	private static Set<Scenario> scenarios(String value) {
		Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
		for (String name : value.split(",", -1)) {
			scenarios.add(Scenario.valueOf(upper(name)));
		}
		return scenarios;
	}

	private static String upper(String text) {
		return text.toUpperCase(Locale.ROOT).replace('-', '_');
	}

}

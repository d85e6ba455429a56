package io.wegrant.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.wegrant.benchmarks.load.Scenario;

/**
 * What the command line asks for.
 *
 * @param all whether everything is measured, and not the quick set
 * @param databases on which kinds of databases
 * @param seconds the length of a turn
 * @param rounds how many turns each peer has
 * @param scenarios which requests are measured
 * @param effects which effects of revocations are measured
 */
record Options(boolean all, Set<Database.Kind> databases, double seconds, int rounds, Set<Scenario> scenarios,
		Set<Effect> effects) {

	/** What the goals are about that a few sessions can show. */
	private static final Set<Scenario> QUICK = EnumSet.of(Scenario.RETURNING_LOGIN, Scenario.REFRESH,
			Scenario.KNOWN_TOKEN, Scenario.NEW_TOKEN);

	private static final double SECONDS = 2.5;

	private static final double SECONDS_OF_ALL = 5;

	private static final int ROUNDS = 3;

	private static final int ROUNDS_OF_ALL = 5;

	static Options parse(String... arguments) {
		Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
		boolean all = rest.remove("--all");
		Options options = all
				? new Options(true, EnumSet.allOf(Database.Kind.class), SECONDS_OF_ALL, ROUNDS_OF_ALL,
						EnumSet.allOf(Scenario.class), EnumSet.allOf(Effect.class))
				: new Options(false, EnumSet.of(Database.Kind.H2), SECONDS, ROUNDS, QUICK, EnumSet.of(Effect.DELAY));
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
			case "--database" -> new Options(this.all, EnumSet.of(Database.Kind.valueOf(upper(value))), this.seconds,
					this.rounds, this.scenarios, this.effects);
			case "--seconds" -> new Options(this.all, this.databases, Double.parseDouble(value), this.rounds,
					this.scenarios, this.effects);
			case "--rounds" -> new Options(this.all, this.databases, this.seconds, Integer.parseInt(value),
					this.scenarios, this.effects);
			case "--only" -> only(List.of(value.split(",", -1)));
			default -> throw new IllegalArgumentException("Unknown: " + name);
		};
	}

	private Options only(List<String> names) {
		Set<Scenario> scenarios = EnumSet.noneOf(Scenario.class);
		Set<Effect> effects = EnumSet.noneOf(Effect.class);
		for (String name : names) {
			Arrays.stream(Effect.values())
				.filter((effect) -> effect.option().equals(name))
				.findFirst()
				.ifPresentOrElse(effects::add, () -> scenarios.add(Scenario.valueOf(upper(name))));
		}
		return new Options(this.all, this.databases, this.seconds, this.rounds, scenarios, effects);
	}

	private static String upper(String text) {
		return text.toUpperCase(Locale.ROOT).replace('-', '_');
	}

	/**
	 * What revocations do at services.
	 */
	enum Effect {

		/** After which time they are known. */
		DELAY("revocation-delay"),

		/** What they take. */
		GROWTH("revocation-growth");

		private final String option;

		Effect(String option) {
			this.option = option;
		}

		String option() {
			return this.option;
		}

	}

}

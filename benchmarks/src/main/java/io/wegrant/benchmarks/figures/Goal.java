package io.wegrant.benchmarks.figures;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.wegrant.benchmarks.figures.Results.Turns;
import io.wegrant.benchmarks.load.Scenario;

/**
 * A ratio that WeGrant sets out to reach, or a time in seconds.
 *
 * @param path what is compared
 * @param against with whom
 * @param bound the value to reach
 * @param isLeast whether the ratio is to be at least the bound, and not at most
 * @param ratio how the value follows from the results, empty where it was not measured
 */
public record Goal(String path, String against, double bound, boolean isLeast,
		Function<Results, Optional<Spread>> ratio) {

	/**
	 * The provider.
	 */
	public static final String WEGRANT = "WeGrant";

	/**
	 * The stock provider, in the best case of client authentication.
	 */
	public static final String STOCK = "stock without bcrypt";

	/**
	 * The stock provider as it is shipped.
	 */
	public static final String STOCK_BCRYPT = "stock";

	/**
	 * The least that would do.
	 */
	public static final String FLOOR = "floor";

	/**
	 * The service with the starter.
	 */
	public static final String GUARDED = "starter";

	/**
	 * The service with Spring's resource server.
	 */
	public static final String PLAIN = "Spring's resource server";

	/**
	 * The service without security.
	 */
	public static final String OPEN = "no security";

	private static final int FEW = 10_000;

	private static final int MANY = 1_000_000;

	private static final int SERVICES = 10;

	/**
	 * Lists the goals. The floor writes one row by one statement; what a second one costs
	 * depends on the way to the database.
	 * @param database the kind of database, {@code h2} or {@code mysql}
	 * @return all of them
	 */
	public static List<Goal> on(String database) {
		double timesTheFloor = "mysql".equals(database) ? 2.5 : 1.8;
		return List.of(fewer(Scenario.RETURNING_LOGIN, FEW, STOCK, 3),
				within(Scenario.RETURNING_LOGIN, FLOOR, timesTheFloor), fewer(Scenario.REFRESH, FEW, STOCK, 5),
				fewer(Scenario.REFRESH, MANY, STOCK, 500),
				new Goal("refresh, 1,000,000 sessions", "our own at 10,000", 1.1, false,
						(results) -> results.ratio(new Turns(WEGRANT, Scenario.REFRESH, MANY),
								new Turns(WEGRANT, Scenario.REFRESH, FEW))),
				fewer(Scenario.INTROSPECTION, MANY, STOCK, 500), call(Scenario.KNOWN_TOKEN, OPEN, 1.15),
				call(Scenario.NEW_TOKEN, PLAIN, 1),
				new Goal(String.format(Locale.ROOT, "revocation at %d services, p99 in s", SERVICES), "–", 1, false,
						(results) -> results.delay(SERVICES)),
				footprint("resident memory", Footprint::loadedMebibytes),
				footprint("start-up", (footprint) -> Spread.of(footprint.startUpSeconds().stream()).median()));
	}

	/**
	 * Holds it against results.
	 * @param results the results of one run
	 * @return whether it was reached
	 */
	public Verdict judge(Results results) {
		return this.ratio.apply(results)
			.map((spread) -> reached(spread.median()) ? Verdict.MET : Verdict.MISSED)
			.orElse(Verdict.NOT_MEASURED);
	}

	private boolean reached(double value) {
		return this.isLeast ? value >= this.bound : value <= this.bound;
	}

	private static Goal fewer(Scenario scenario, int sessions, String peer, double bound) {
		return new Goal(String.format(Locale.ROOT, "%s, %,d sessions", scenario.title(), sessions), peer, bound, true,
				(results) -> results.ratio(new Turns(peer, scenario, sessions),
						new Turns(WEGRANT, scenario, sessions)));
	}

	private static Goal within(Scenario scenario, String peer, double bound) {
		return new Goal(String.format(Locale.ROOT, "%s, %,d sessions", scenario.title(), FEW), peer, bound, false,
				(results) -> results.ratio(new Turns(WEGRANT, scenario, FEW), new Turns(peer, scenario, FEW)));
	}

	private static Goal call(Scenario scenario, String peer, double bound) {
		return new Goal(scenario.title(), peer, bound, false,
				(results) -> results.ratio(new Turns(GUARDED, scenario, FEW), new Turns(peer, scenario, FEW)));
	}

	private static Goal footprint(String name, ToDoubleFunction<Footprint> property) {
		return new Goal(name, STOCK, 1.3, false, (results) -> results.ratio(WEGRANT, STOCK, property));
	}

	/**
	 * What became of a goal.
	 */
	public enum Verdict {

		/**
		 * Reached.
		 */
		MET("met"),

		/**
		 * Not reached.
		 */
		MISSED("missed"),

		/**
		 * Not part of this run.
		 */
		NOT_MEASURED("not measured");

		private final String text;

		Verdict(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}

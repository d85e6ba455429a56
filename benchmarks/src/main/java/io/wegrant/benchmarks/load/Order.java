package io.wegrant.benchmarks.load;

import java.util.List;

/**
 * What the generator is told to do.
 *
 * @param target to whom
 * @param scenario what is asked
 * @param pace how often, for how long
 */
public record Order(Target target, Scenario scenario, Pace pace) {

	/**
	 * A peer, as the generator sees it.
	 *
	 * @param name its name
	 * @param dialect how it wants to be asked
	 * @param port where it listens
	 * @param supplier where what the requests need comes from: the port of the simulator
	 * for a provider, and the port of the provider for a service
	 * @param processes the processes whose processor time counts: its own, then its
	 * database's where that is another one
	 */
	public record Target(String name, Dialect dialect, int port, int supplier, List<Long> processes) {

		/**
		 * Creates a target.
		 */
		public Target {
			processes = List.copyOf(processes);
		}

	}

	/**
	 * How often and for how long.
	 *
	 * @param connections how many requests may be under way
	 * @param seconds how long requests are sent
	 * @param requests how many requests at most
	 * @param rate requests in a second; 0 for the next one as soon as one is answered
	 */
	public record Pace(int connections, double seconds, int requests, double rate) {

		/**
		 * As fast as it goes.
		 * @param connections how many requests are under way
		 * @param seconds for how long
		 * @return the pace
		 */
		public static Pace saturation(int connections, double seconds) {
			return new Pace(connections, seconds, Integer.MAX_VALUE, 0);
		}

		/**
		 * So many requests, as fast as they go.
		 * @param connections how many are under way
		 * @param requests how many
		 * @return the pace
		 */
		public static Pace count(int connections, int requests) {
			return new Pace(connections, Double.MAX_VALUE, requests, 0);
		}

		/**
		 * At a constant rate, whether or not answers come in time.
		 * @param connections how many requests may be under way, more than ever should be
		 * @param seconds for how long
		 * @param rate how many requests in a second
		 * @return the pace
		 */
		public static Pace rate(int connections, double seconds, double rate) {
			return new Pace(connections, seconds, (int) Math.max(1, Math.round(seconds * rate)), rate);
		}

		boolean isConstant() {
			return this.rate > 0;
		}

	}

}

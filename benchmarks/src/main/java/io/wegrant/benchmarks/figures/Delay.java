package io.wegrant.benchmarks.figures;

import java.util.List;

/**
 * How long services went on accepting a token after the answer that its session had been
 * revoked.
 *
 * @param database the kind of database, {@code h2} or {@code mysql}
 * @param services how many services there were
 * @param samples how many times were taken, one for each revocation and service
 * @param p50 the median in milliseconds
 * @param p99 the 99th percentile in milliseconds
 * @param max the longest in milliseconds
 */
public record Delay(String database, int services, int samples, double p50, double p99, double max) {

	/**
	 * Sums samples up.
	 * @param database the kind of database
	 * @param services how many services there were
	 * @param milliseconds the samples, at least one
	 * @return the delay
	 */
	public static Delay of(String database, int services, List<Double> milliseconds) {
		List<Double> sorted = milliseconds.stream().sorted().toList();
		return new Delay(database, services, sorted.size(), percentile(sorted, 50), percentile(sorted, 99),
				percentile(sorted, 100));
	}

	// The least value that is not exceeded by so many of a hundred.
	private static double percentile(List<Double> sorted, int percent) {
		return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
	}

}

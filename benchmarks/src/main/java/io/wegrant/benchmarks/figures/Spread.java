package io.wegrant.benchmarks.figures;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What several rounds have shown of one thing.
 *
 * @param median the value in the middle, or the mean of the two in the middle
 * @param low the least value
 * @param high the greatest value
 */
public record Spread(double median, double low, double high) {

	/**
	 * Sums values up.
	 * @param values the values, at least one
	 * @return their spread
	 */
	public static Spread of(Stream<Double> values) {
		List<Double> sorted = values.sorted().toList();
		if (sorted.isEmpty()) {
			throw new IllegalArgumentException("There are no values");
		}
		int middle = sorted.size() / 2;
		double median = (sorted.size() % 2 == 1) ? sorted.get(middle)
				: (sorted.get(middle - 1) + sorted.get(middle)) / 2;
		return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
	}

	/**
	 * Shows the median and, where there is a spread, the ends of it.
	 * @return for example {@code 2.50 (2.41–2.73)}
	 */
	@Override
	public String toString() {
		return (this.low == this.high) ? text(this.median)
				: text(this.median) + " (" + text(this.low) + "–" + text(this.high) + ")";
	}

	/**
	 * Shows a number with three significant digits.
	 * @param value the number
	 * @return the text
	 */
	static String text(double value) {
		if (value >= 100) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		return String.format(Locale.ROOT, (value >= 10) ? "%.1f" : "%.2f", value);
	}

}

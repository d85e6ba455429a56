package io.wegrant.benchmarks.figures;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Processor times as bars, in SVG: a group of bars for each scenario, the longest of
 * which is as long as there is room. It has no colours that a reader must tell apart, and
 * follows the reader's light or dark theme.
 */
public final class Plot {

	private static final int WIDTH = 760;

	private static final int NAMES = 190;

	private static final int FIGURES = 130;

	private static final int LINE = 20;

	private static final int MARGIN = 16;

	private static final int ROOM = WIDTH - NAMES - FIGURES;

	/** How many times as long as the shortest of three bars another may be. */
	private static final double MOST_TIMES = 40;

	private final List<Measurement> measurements;

	/**
	 * Creates a plot.
	 * @param results what it shows, as far as it was measured at saturation
	 */
	public Plot(Results results) {
		this.measurements = results.measurements().stream().filter((each) -> each.rate() == 0).toList();
	}

	/**
	 * Draws it.
	 * @return an SVG document
	 */
	public String draw() {
		StringBuilder body = new StringBuilder();
		int y = MARGIN;
		for (Map.Entry<String, Map<String, Spread>> scenario : scenarios().entrySet()) {
			y += LINE;
			body.append(text(0, y, "title", scenario.getKey()));
			double scale = ROOM / longest(scenario.getValue().values());
			for (Map.Entry<String, Spread> peer : scenario.getValue().entrySet()) {
				y += LINE;
				body.append(bar(y, peer.getKey(), peer.getValue(), scale));
			}
			y += LINE / 2;
		}
		return String.format(Locale.ROOT,
				"""
						<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
						<style>
						text { fill: #24292f } .title { font-weight: bold } rect { fill: #57606a } rect.first { fill: #1a7f37 }
						line { stroke: #24292f } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } line { stroke: #e6edf3 } }
						</style>
						%s</svg>
						""",
				WIDTH, y + MARGIN, body);
	}

	// A bar that would leave nothing of two others does not count, and is cut off.
	private static double longest(Collection<Spread> spreads) {
		double least = spreads.stream().mapToDouble(Spread::median).min().orElse(1);
		List<Double> comparable = spreads.stream()
			.map(Spread::high)
			.filter((high) -> high < least * MOST_TIMES)
			.toList();
		return Collections.max((comparable.size() > 1) ? comparable : spreads.stream().map(Spread::high).toList());
	}

	private Map<String, Map<String, Spread>> scenarios() {
		Map<String, Map<String, Spread>> scenarios = new LinkedHashMap<>();
		this.measurements.stream()
			.collect(Collectors.groupingBy(Plot::title, LinkedHashMap::new,
					Collectors.groupingBy(Measurement::peer, LinkedHashMap::new, Collectors.toList())))
			.forEach((title, peers) -> {
				Map<String, Spread> spreads = new LinkedHashMap<>();
				peers.forEach((peer, turns) -> spreads.put(peer,
						Spread.of(turns.stream().map(Measurement::processorMicros))));
				scenarios.put(title, spreads);
			});
		return scenarios;
	}

	private static String bar(int y, String peer, Spread spread, double scale) {
		boolean cut = Math.round(spread.high() * scale) > ROOM;
		double length = cut ? ROOM : Math.max(1, spread.median() * scale);
		String figure = Spread.text(spread.median()) + " µs";
		return text(0, y, "peer", peer)
				+ String.format(Locale.ROOT, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%s\" height=\"13\"/>%n",
						(Goal.WEGRANT.equals(peer) || Goal.GUARDED.equals(peer)) ? "first" : "other", NAMES, y - 11,
						number(length))
				+ (cut ? text(NAMES + ROOM + 6, y, "figure", figure + ", cut off") : spread(y, spread, scale, figure));
	}

	private static String spread(int y, Spread spread, double scale, String figure) {
		int middle = y - 4;
		return String.format(Locale.ROOT, "<line x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>%n",
				number(NAMES + spread.low() * scale), number(NAMES + spread.high() * scale), middle, middle)
				+ text(NAMES + (int) Math.ceil(spread.high() * scale) + 6, y, "figure", figure);
	}

	private static String text(int x, int y, String kind, String text) {
		return String.format(Locale.ROOT, "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>%n", kind, x, y,
				text.replace("&", "&amp;").replace("<", "&lt;"));
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, "%.1f", value);
	}

	private static String title(Measurement measurement) {
		return String.format(Locale.ROOT, "%s, %s, %,d sessions", measurement.scenario().title(),
				measurement.database(), measurement.sessions());
	}

}

package io.wegrant.benchmarks.figures;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.wegrant.benchmarks.figures.Results.Turns;

/**
 * Results as text: what was measured, and which goals were reached.
 */
public final class Report {

	private final Results results;

	/**
	 * Creates the report.
	 * @param results what it tells
	 */
	public Report(Results results) {
		this.results = results;
	}

	@Override
	public String toString() {
		Machine machine = this.results.machine();
		List<String> parts = new ArrayList<>();
		parts.add(String.format(Locale.ROOT, "%s, %d processors (%s), Java %s, %s", machine.system(),
				machine.processors(), machine.model(), machine.java(), machine.date()));
		section(parts, "As fast as it goes: the median of the rounds (lowest–highest), and the processor time as a "
				+ "multiple of the first peer's.", saturation());
		section(parts, "At a constant rate, latencies from the instant at which a request was due:", constantRate());
		section(parts, "What a peer takes:", footprints());
		section(parts, "What a session and its user take in the database, indexes included:", storages());
		section(parts, "From the answer that a session was revoked to the first refusal by a service:", delays());
		section(parts, "What each revocation takes while tokens of its session may live:", growths());
		parts.add("Goals, for the processor time of a request, both sides from this run:");
		this.results.databases().forEach((database) -> parts.add(goals(database).toString()));
		return parts.stream().map(String::stripTrailing).collect(Collectors.joining("\n\n"));
	}

	private static void section(List<String> parts, String heading, Table table) {
		if (!table.isEmpty()) {
			parts.add(heading);
			parts.add(table.toString());
		}
	}

	private Table saturation() {
		Table table = new Table("scenario", "peer", "processor µs/request", "ratio", "requests/s", "p50 ms", "p99 ms");
		groups(false).forEach((turns) -> table.add(title(turns.get(0)), turns.get(0).peer(),
				spread(turns, Measurement::processorMicros), ratioToFirst(turns.get(0)),
				spread(turns, Measurement::throughput), spread(turns, (turn) -> turn.outcome().p50()),
				spread(turns, (turn) -> turn.outcome().p99())));
		return table;
	}

	private Table constantRate() {
		Table table = new Table("scenario", "peer", "rate/s", "p50 ms", "p99 ms", "max ms");
		groups(true).forEach((turns) -> table.add(title(turns.get(0)), turns.get(0).peer(),
				spread(turns, Measurement::rate), spread(turns, (turn) -> turn.outcome().p50()),
				spread(turns, (turn) -> turn.outcome().p99()), spread(turns, (turn) -> turn.outcome().max())));
		return table;
	}

	private Table footprints() {
		Table table = new Table("peer", "", "start-up s", "resident MiB, idle", "after the load", "jars MiB");
		this.results.footprints()
			.forEach((footprint) -> table.add(footprint.peer(), "",
					Spread.of(footprint.startUpSeconds().stream()).toString(), Spread.text(footprint.idleMebibytes()),
					Spread.text(footprint.loadedMebibytes()), Spread.text(footprint.jarMebibytes())));
		return table;
	}

	private Table storages() {
		Table table = new Table("database", "peer", "sessions", "bytes/session");
		this.results.storages()
			.forEach((storage) -> table.add(storage.database(), storage.peer(),
					String.format(Locale.ROOT, "%,d", storage.sessions()), Spread.text(storage.bytesPerSession())));
		return table;
	}

	private Table delays() {
		Table table = new Table("database", "", "services", "samples", "p50 ms", "p99 ms", "max ms");
		this.results.delays()
			.forEach((delay) -> table.add(delay.database(), "", Integer.toString(delay.services()),
					String.format(Locale.ROOT, "%,d", delay.samples()), Spread.text(delay.p50()),
					Spread.text(delay.p99()), Spread.text(delay.max())));
		return table;
	}

	private Table growths() {
		Table table = new Table("database", "", "revocations", "bytes of heap, provider", "bytes of heap, service",
				"bytes in the feed", "start-up of a service s", "without any s");
		this.results.growths()
			.forEach((growth) -> table.add(growth.database(), "",
					String.format(Locale.ROOT, "%,d", growth.revocations()), Spread.text(growth.heapBytesOfProvider()),
					Spread.text(growth.heapBytesOfService()), Spread.text(growth.bytesInFeed()),
					Spread.text(growth.secondsToStart()), Spread.text(growth.secondsToStartWithout())));
		return table;
	}

	private Table goals(String database) {
		Results here = this.results.on(database);
		Table table = new Table("path, on " + database, "against", "goal", "measured", "");
		Goal.on(database)
			.forEach((goal) -> table.add(goal.path(), goal.against(),
					(goal.isLeast() ? "≥ " : "≤ ") + Spread.text(goal.bound()),
					goal.ratio().apply(here).map(Spread::toString).orElse("–"), goal.judge(here).toString()));
		return table;
	}

	private String ratioToFirst(Measurement turn) {
		Results here = this.results.on(turn.database());
		return here.measurements()
			.stream()
			.filter((each) -> each.scenario() == turn.scenario() && each.sessions() == turn.sessions())
			.findFirst()
			.flatMap((first) -> here.ratio(Turns.of(turn), Turns.of(first)))
			.map((ratio) -> Spread.text(ratio.median()))
			.orElse("");
	}

	private Collection<List<Measurement>> groups(boolean constantRate) {
		return this.results.measurements()
			.stream()
			.filter((measurement) -> measurement.rate() > 0 == constantRate)
			.collect(Collectors.groupingBy((measurement) -> title(measurement) + measurement.peer(), LinkedHashMap::new,
					Collectors.toList()))
			.values();
	}

	private static String title(Measurement measurement) {
		return String.format(Locale.ROOT, "%s, %s, %,d sessions", measurement.scenario().title(),
				measurement.database(), measurement.sessions());
	}

	private static String spread(List<Measurement> turns, Function<Measurement, Double> property) {
		return Spread.of(turns.stream().map(property)).toString();
	}

}

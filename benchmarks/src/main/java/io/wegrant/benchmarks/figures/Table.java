package io.wegrant.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table in Markdown that can be read as it is: its columns are aligned, the first two
 * to the left and the others, of numbers, to the right.
 */
final class Table {

	private static final int NAMES = 2;

	private final List<List<String>> rows = new ArrayList<>();

	Table(String... titles) {
		this.rows.add(List.of(titles));
	}

	void add(String... cells) {
		if (cells.length != columns()) {
			throw new IllegalArgumentException("A row of " + cells.length + " cells in " + columns() + " columns");
		}
		this.rows.add(List.of(cells));
	}

	boolean isEmpty() {
		return this.rows.size() == 1;
	}

	@Override
	public String toString() {
		List<String> lines = new ArrayList<>(this.rows.stream().map(this::line).toList());
		lines.add(1, IntStream.range(0, columns()).mapToObj(this::rule).collect(Collectors.joining("|", "|", "|")));
		return String.join("\n", lines) + "\n";
	}

	private int columns() {
		return this.rows.get(0).size();
	}

	private String line(List<String> row) {
		return IntStream.range(0, columns()).mapToObj((i) -> {
			String space = " ".repeat(width(i) - row.get(i).length());
			return (i < NAMES) ? row.get(i) + space : space + row.get(i);
		}).collect(Collectors.joining(" | ", "| ", " |"));
	}

	private String rule(int column) {
		String dashes = "-".repeat(width(column) + 1);
		return (column < NAMES) ? dashes + "-" : dashes + ":";
	}

	private int width(int column) {
		return this.rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0);
	}

}

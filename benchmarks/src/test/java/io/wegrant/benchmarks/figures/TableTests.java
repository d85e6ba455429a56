package io.wegrant.benchmarks.figures;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TableTests {

	@Test
	void toStringWhenThereAreRowsThenIsAlignedMarkdown() {
		Table table = new Table("scenario", "peer", "µs");
		table.add("login", "WeGrant", "1,250");
		table.add("refresh", "a", "9.5");
		assertThat(table).hasToString("""
				| scenario | peer    |    µs |
				|----------|---------|------:|
				| login    | WeGrant | 1,250 |
				| refresh  | a       |   9.5 |
				""");
	}

	@Test
	void addWhenNumberOfCellsIsAnotherThenRefuses() {
		Table table = new Table("scenario", "peer", "µs");
		assertThatIllegalArgumentException().isThrownBy(() -> table.add("login", "WeGrant"));
	}

}

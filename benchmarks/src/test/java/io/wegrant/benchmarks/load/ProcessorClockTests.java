package io.wegrant.benchmarks.load;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessorClockTests {

	@Test
	void parseWhenNameHoldsSpacesAndParenthesesThenReadsUserAndSystemTime() {
		assertThat(ProcessorClock.parse("42 (a b) c) S 1 42 42 0 -1 4194304 100 0 0 0 250 75 0 0 20 0 31 0 1234 1 1"))
			.isEqualTo(3.25);
	}

	@Test
	void readWhenProcessIsThisOneThenAdvancesWithWhatItUses() {
		ProcessorClock clock = new ProcessorClock(List.of(ProcessHandle.current().pid()));
		double before = clock.read().get(0);
		long used = 0;
		double after = before;
		while (after == before) {
			used++;
			after = clock.read().get(0);
		}
		assertThat(after).isGreaterThan(before);
		assertThat(used).isPositive();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void readCompilersWhenProcessIsThisOneThenIsMoreThanNoneAndLessThanAll() {
		ProcessorClock clock = new ProcessorClock(List.of(ProcessHandle.current().pid()));
		assertThat(clock.readCompilers()).isPositive().isLessThan(clock.read().get(0));
	}

}

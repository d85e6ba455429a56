package io.wegrant.benchmarks.figures;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpreadTests {

	@Test
	void ofWhenNumberOfValuesIsOddThenMedianIsMiddleOne() {
		assertThat(Spread.of(Stream.of(9.0, 1.0, 4.0))).isEqualTo(new Spread(4, 1, 9));
	}

	@Test
	void ofWhenNumberOfValuesIsEvenThenMedianIsMeanOfMiddleTwo() {
		assertThat(Spread.of(Stream.of(8.0, 1.0, 4.0, 2.0))).isEqualTo(new Spread(3, 1, 8));
	}

	@Test
	void ofWhenThereAreNoValuesThenRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(Stream.of()));
	}

	@Test
	void toStringWhenValuesDifferThenShowsEndsAsWell() {
		assertThat(new Spread(2.5, 2.411, 27.349)).hasToString("2.50 (2.41–27.3)");
	}

	@Test
	void toStringWhenThereIsOneValueThenShowsItOnly() {
		assertThat(new Spread(12_345.6, 12_345.6, 12_345.6)).hasToString("12,346");
	}

}

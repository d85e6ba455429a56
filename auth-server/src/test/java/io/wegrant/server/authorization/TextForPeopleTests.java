package io.wegrant.server.authorization;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What text for people may not have.
 */
class TextForPeopleTests {

	@ParameterizedTest
	@ValueSource(strings = { "\0", "\t", "\r", "\u001B", "\u007F", "\u0085", "\u009B", "\u2028", "\u2029", "\u202A",
			"\u202E", "\u2066", "\u2069", "\uD83D" })
	void checkWhenTextHasWhatIsUnwantedThenNeitherLineNorLines(String unwanted) {
		assertThat(TextForPeople.isLine("a" + unwanted + "b")).isFalse();
		assertThat(TextForPeople.isLines("a" + unwanted + "b")).isFalse();
		assertThat(TextForPeople.isLabel("a" + unwanted + "b")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "iPhone 15 · 微信 8.0", "👨‍👩‍👧 phone", "é", "e\u0301", " " })
	void checkWhenTextIsOrdinaryThenGood(String text) {
		assertThat(TextForPeople.isLine(text)).isTrue();
		assertThat(TextForPeople.isLines(text)).isTrue();
		assertThat(TextForPeople.isLabel(text)).isTrue();
	}

	@Test
	void checkWhenTextHasLinesThenNoLine() {
		assertThat(TextForPeople.isLines("a\nb")).isTrue();
		assertThat(TextForPeople.isLine("a\nb")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u200E", "\u200F", "\u061C" })
	void checkWhenTextHasMarksOfDirectionThenNoLabel(String mark) {
		assertThat(TextForPeople.isLine("a" + mark)).isTrue();
		assertThat(TextForPeople.isLabel("a" + mark)).isFalse();
	}

}

package io.wegrant.server.staff;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PhoneNumberTests {

	@ParameterizedTest
	@CsvSource({ "+8613800000001, +8613800000001", "+86 138 0000 0001, +8613800000001",
			"+86-138-0000-0001, +8613800000001", "+85291234567, +85291234567", "+1 (415) 555-0100, +14155550100",
			"+8619912345678, +8619912345678", "+85362345678, +85362345678" })
	void parseWhenNumberThenE164(String text, String e164) {
		assertThat(PhoneNumber.parse(text)).map(PhoneNumber::e164).contains(e164);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "+", "13800000001", "+86", "+861", "+999123456789", "+861380000000a",
			"++8613800000001", "+861380000000123456", "=+8613800000001", "'+8613800000001", "+86138\n00000001",
			"+8613800000001;ext=1", "+86１３８００００００００１", "+86138000000010000000000000000000000" })
	void parseWhenNoNumberThenEmpty(String text) {
		assertThat(PhoneNumber.parse(text)).isEmpty();
	}

	@Test
	void showWhenPrintedOrMaskedThenTwoDigitsAtMost() {
		PhoneNumber number = PhoneNumber.parse("+8613800000001").orElseThrow();

		assertThat(number).hasToString("PhoneNumber[redacted]");
		assertThat(number.masked()).isEqualTo("+***********01");
	}

}

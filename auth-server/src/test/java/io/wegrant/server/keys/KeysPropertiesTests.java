package io.wegrant.server.keys;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.wegrant.server.settings.InvalidSettingsException;
import io.wegrant.server.settings.SettingsCheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Settings with which tokens would be refused stop the start.
 */
class KeysPropertiesTests {

	private static final Duration TOKENS = Duration.ofMinutes(10);

	@ParameterizedTest
	@CsvSource({ "90d, 2h, 1h, 5m, 5s", "90d, 2h, 11m, 5m, 5s", "10s, 6s, 11m, 1s, 1s", "2s, 1s, 11m, 300ms, 100ms" })
	void checkWhenPeriodsFitThenTaken(String rotation, String pending, String overlap, String maxAge, String reload) {
		assertThatNoException().isThrownBy(() -> check(rotation, pending, overlap, maxAge, reload));
	}

	@ParameterizedTest
	@CsvSource({ "90d, 10m, 1h, 5m, 5s, pending-period", "90d, 2h, 1h, 1h, 1s, pending-period",
			"90d, 2h, 1h, 5m, 30m, pending-period", "2h, 2h, 1h, 5m, 5s, rotation-interval",
			"90d, 2h, 0s, 5m, 5s, overlap", "90d, 2h, 659999ms, 5m, 5s, overlap", "90d, 2h, 1h, 0s, 5s, max-age",
			"90d, 2h, 1h, 5m, -1s, reload-interval" })
	void checkWhenPeriodIsNoGoodThenNamed(String rotation, String pending, String overlap, String maxAge, String reload,
			String property) {
		assertThatExceptionOfType(InvalidSettingsException.class)
			.isThrownBy(() -> check(rotation, pending, overlap, maxAge, reload))
			.withMessageEndingWith(": wegrant.keys." + property);
	}

	@Test
	void leaseWhenAskedThenShorterThanAKeyIsPending() {
		assertThat(properties("90d", "2h", "1h", "5m", "5s").lease()).isEqualTo(Duration.ofHours(2).minusSeconds(10));
	}

	private static void check(String rotation, String pending, String overlap, String maxAge, String reload) {
		SettingsCheck check = SettingsCheck.of("");
		properties(rotation, pending, overlap, maxAge, reload).check(TOKENS, check);
		check.end();
	}

	private static KeysProperties properties(String rotation, String pending, String overlap, String maxAge,
			String reload) {
		return new KeysProperties(duration(rotation), duration(pending), duration(overlap), duration(maxAge),
				duration(reload));
	}

	private static Duration duration(String text) {
		return org.springframework.boot.convert.DurationStyle.detectAndParse(text);
	}

}

package io.wegrant.benchmarks;

import org.junit.jupiter.api.Test;

import io.wegrant.benchmarks.load.Scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void parseWhenNothingIsSaidThenIsQuickSetOnH2() {
		Options options = Options.parse();
		assertThat(options.all()).isFalse();
		assertThat(options.database()).isEqualTo(Database.Kind.H2);
		assertThat(options.rounds()).isGreaterThanOrEqualTo(3);
		assertThat(options.scenarios()).containsExactly(Scenario.values());
	}

	@Test
	void parseWhenAllIsSaidThenTurnsAreLonger() {
		assertThat(Options.parse("--all").seconds()).isGreaterThan(Options.parse().seconds());
	}

	@Test
	void parseWhenScenariosAreNamedThenHasThese() {
		Options options = Options.parse("--only", "returning-login,jwks", "--database", "mysql", "--seconds", "0.5");
		assertThat(options.scenarios()).containsExactly(Scenario.RETURNING_LOGIN, Scenario.JWKS);
		assertThat(options.database()).isEqualTo(Database.Kind.MYSQL);
		assertThat(options.seconds()).isEqualTo(0.5);
	}

	@Test
	void parseWhenOptionIsUnknownThenRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--faster", "please"));
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--only"));
	}

}

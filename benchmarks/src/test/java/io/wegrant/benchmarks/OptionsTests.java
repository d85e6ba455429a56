package io.wegrant.benchmarks;

import org.junit.jupiter.api.Test;

import io.wegrant.benchmarks.Options.Effect;
import io.wegrant.benchmarks.load.Scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void parseWhenNothingIsSaidThenIsQuickSetOnH2() {
		Options options = Options.parse();
		assertThat(options.all()).isFalse();
		assertThat(options.databases()).containsExactly(Database.Kind.H2);
		assertThat(options.rounds()).isGreaterThanOrEqualTo(3);
		assertThat(options.scenarios()).contains(Scenario.RETURNING_LOGIN, Scenario.NEW_TOKEN)
			.doesNotContain(Scenario.JWKS);
		assertThat(options.effects()).containsExactly(Effect.DELAY);
	}

	@Test
	void parseWhenAllIsSaidThenTurnsAreLongerAndNothingIsLeftOut() {
		Options options = Options.parse("--all");
		assertThat(options.seconds()).isGreaterThan(Options.parse().seconds());
		assertThat(options.databases()).containsExactly(Database.Kind.values());
		assertThat(options.scenarios()).containsExactly(Scenario.values());
		assertThat(options.effects()).containsExactly(Effect.values());
	}

	@Test
	void parseWhenScenariosAreNamedThenHasThese() {
		Options options = Options.parse("--only", "returning-login,jwks,revocation-growth", "--database", "mysql",
				"--seconds", "0.5");
		assertThat(options.scenarios()).containsExactly(Scenario.RETURNING_LOGIN, Scenario.JWKS);
		assertThat(options.databases()).containsExactly(Database.Kind.MYSQL);
		assertThat(options.effects()).containsExactly(Effect.GROWTH);
		assertThat(options.seconds()).isEqualTo(0.5);
	}

	@Test
	void parseWhenOptionIsUnknownThenRefuses() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--faster", "please"));
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--only"));
	}

}

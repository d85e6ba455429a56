package io.wegrant.resourceserver.spring;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

@DisplayName("S01 the wrong starter")
class RightStarterTests {

	@ParameterizedTest
	@CsvSource({ "4.1.1,true,false", "4.0.0,true,false", "3.5.7,false,true" })
	void startWhenStarterIsThatOfTheBootThenStarts(String boot, boolean forBoot4, boolean forBoot3) {
		assertThatNoException().isThrownBy(() -> RightStarter.check(boot, forBoot4, forBoot3));
	}

	@ParameterizedTest
	@CsvSource({
			"4.1.1,false,true,boot3-starter is not for Spring Boot 4.1.1,Replace it by io.wegrant:wegrant-resource-server-spring-boot-starter",
			"3.5.7,true,false,boot-starter is not for Spring Boot 3.5.7,Replace it by io.wegrant:wegrant-resource-server-spring-boot3-starter",
			"4.1.1,true,true,Both starters,Remove io.wegrant:wegrant-resource-server-spring-boot3-starter",
			"3.5.7,true,true,Both starters,Remove io.wegrant:wegrant-resource-server-spring-boot-starter" })
	void startWhenStarterIsAnotherThenStopsAndSaysWhatToDo(String boot, boolean forBoot4, boolean forBoot3,
			String problem, String remedy) {
		assertThatExceptionOfType(SetupException.class).isThrownBy(() -> RightStarter.check(boot, forBoot4, forBoot3))
			.satisfies((ex) -> {
				FailureAnalysis analysis = new SetupFailureAnalyzer().analyze(ex, ex);
				assertThat(analysis.getDescription()).contains(problem);
				assertThat(analysis.getAction()).contains(remedy);
			});
	}

	@Test
	void readWhenPropertyIsMissingThenRemedyHasExample() {
		assertThat(SetupException.missingProperty("a.b", "c", "Why.").remedy()).isEqualTo("Set it, for example: a.b=c");
	}

}

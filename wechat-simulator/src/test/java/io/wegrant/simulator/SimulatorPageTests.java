package io.wegrant.simulator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class SimulatorPageTests {

	@Test
	void openWhenAtRootThenAnswersPageWithoutForeignSources(SimulatorClient client) {
		Reply reply = client.get("/");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.contentType()).startsWith("text/html");
		assertThat(reply.body()).contains("微信模拟器").doesNotContain("https://").doesNotContain("http://");
	}

	@ParameterizedTest
	@CsvSource({ "/page.css, text/css", "/page.js, text/javascript" })
	void openWhenPartOfPageThenAnswersIt(String path, String contentType, SimulatorClient client) {
		Reply reply = client.get(path);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.contentType()).startsWith(contentType);
	}

}

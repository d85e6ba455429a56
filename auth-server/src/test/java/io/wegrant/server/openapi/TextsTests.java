package io.wegrant.server.openapi;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TextsTests {

	private final Texts texts = Texts.of(TextsTests.class);

	@Test
	void getWhenTextIsWrittenThenInUtf8() {
		assertThat(this.texts.get("schema.Profile.nickname.example")).isEqualTo("小明");
	}

	@Test
	void getWhenNothingIsWrittenThenFailsByFileAndKey() {
		assertThatIllegalStateException().isThrownBy(() -> this.texts.get("getUser.tag"))
			.withMessage("io/wegrant/server/openapi/openapi.properties says nothing of getUser.tag");
	}

	@Test
	void listWhenNothingIsWrittenThenEmpty() {
		assertThat(this.texts.list("problems")).isEmpty();
		assertThat(this.texts.list("getPicture.problems")).containsExactly("404", "429");
	}

	@Test
	void beginningWhenKeysBeginAlikeThenByTheRestOfTheirKeys() {
		assertThat(this.texts.beginning("getPicture.answer.")).hasSize(1).containsEntry("304", "It is still the same.");
	}

}

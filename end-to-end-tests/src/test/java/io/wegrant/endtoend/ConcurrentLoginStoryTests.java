package io.wegrant.endtoend;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(StageExtension.class)
class ConcurrentLoginStoryTests {

	private final Stage stage;

	private final MiniProgram miniProgram;

	ConcurrentLoginStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
	}

	@Test
	void loginWhenTwoHundredFirstOnesOfOnePersonThenAllAreOneUser() {
		String person = this.stage.newcomer();
		this.miniProgram.openid(person);
		List<Answer> answers = exchangeAtOnce(Stream.generate(() -> this.miniProgram.code(person)).limit(200).toList());
		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers).extracting(Answer::tokens)
			.extracting(Tokens::subject)
			.hasSize(200)
			.containsOnly(answers.get(0).tokens().subject());
	}

	@Test
	void loginWhenFiftyShareOneCodeThenAtMostOneSucceeds() {
		String person = this.stage.newcomer();
		this.miniProgram.openid(person);
		String code = this.miniProgram.code(person);
		List<Answer> answers = exchangeAtOnce(Stream.generate(() -> code).limit(50).toList());
		assertThat(answers).filteredOn((answer) -> answer.status() == 200).hasSizeLessThanOrEqualTo(1);
		assertThat(answers).filteredOn((answer) -> answer.status() != 200)
			.allSatisfy((answer) -> assertThat(answer).isOAuthError(400, "invalid_grant"));
		assertThat(this.stage.wechat().exchangesOf(code)).isLessThanOrEqualTo(1);
	}

	private List<Answer> exchangeAtOnce(List<String> codes) {
		List<CompletableFuture<Answer>> answers = codes.stream().map(this.miniProgram::exchangeAsync).toList();
		return answers.stream().map(CompletableFuture::join).toList();
	}

}

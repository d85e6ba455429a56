package io.wegrant.endtoend;

import java.util.Map;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the logs after everything that the stories before, and this one, made the
 * applications do.
 */
@ExtendWith(StageExtension.class)
@Order(Integer.MAX_VALUE)
class LogsStoryTests {

	private final Stage stage;

	private final MiniProgram miniProgram;

	LogsStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
	}

	@Test
	void logWhenPeopleLoggedInAndWereRefusedThenHoldsNoSecret() {
		useEverythingOnce();
		Map<String, String> logs = this.stage.logs();
		assertThat(logs).containsKeys("wechat-simulator.log", "auth-server.log", "resource-server-demo.log");
		assertThat(this.stage.secrets().count()).isGreaterThan(10);
		assertThat(logs).allSatisfy((name, log) -> assertThat(this.stage.secrets().foundIn(log)).as(name).isEmpty());
	}

	private void useEverythingOnce() {
		String person = this.stage.newcomer();
		String code = this.miniProgram.code(person);
		Tokens tokens = this.miniProgram.logIn(person);
		assertThat(this.miniProgram.exchange(code)).carriesTokens();
		assertThat(this.miniProgram.exchange(code)).isOAuthError(400, "invalid_grant");
		assertThat(this.miniProgram.refresh(tokens.refreshToken())).carriesTokens();
		assertThat(this.miniProgram.refresh(tokens.accessToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.stage.demoService().goods(tokens.accessToken())).isOk();
		assertThat(this.stage.demoService().goods(tokens.refreshToken())).refusesToken();
		assertThat(this.stage.demoService().goods(this.stage.provider().tokenOfService())).asksForScope("goods.read");
		assertThat(this.miniProgram.logInWithPhone(person).body()).contains("\"phone\":\"bound\"");
		String unanswered = this.miniProgram.code(person);
		this.stage.wechat().process().kill();
		assertThat(this.miniProgram.exchange(unanswered)).isOAuthError(503, "temporarily_unavailable");
	}

}

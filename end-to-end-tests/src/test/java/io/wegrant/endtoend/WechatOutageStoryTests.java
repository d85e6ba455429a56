package io.wegrant.endtoend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(StageExtension.class)
class WechatOutageStoryTests {

	private static final int SYSTEM_IS_BUSY = -1;

	private static final int INVALID_SECRET = 40125;

	private final Stage stage;

	private final MiniProgram miniProgram;

	WechatOutageStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
	}

	@Test
	void loginWhenWechatIsDownThenAnswersUnavailableUntilItIsBack() {
		String person = this.stage.newcomer();
		Tokens before = this.miniProgram.logIn(person);
		String code = this.miniProgram.code(person);
		this.stage.wechat().process().kill();
		assertThat(this.miniProgram.exchange(code)).isOAuthError(503, "temporarily_unavailable").saysWhenToRetry();
		assertThat(this.miniProgram.refresh(before.refreshToken())).carriesTokens();
		this.stage.wechat().process().start();
		assertThat(this.miniProgram.logIn(person).subject()).isEqualTo(before.subject());
	}

	@Test
	void loginWhenWechatIsBusyThenAnswersUnavailableUntilItIsNot() {
		String code = this.miniProgram.code(this.stage.newcomer());
		this.stage.wechat().refuseLoginsWith(SYSTEM_IS_BUSY);
		assertThat(this.miniProgram.exchange(code)).isOAuthError(503, "temporarily_unavailable").saysWhenToRetry();
		this.stage.wechat().behave();
		assertThat(this.miniProgram.exchange(code)).carriesTokens();
	}

	@Test
	void loginWhenWechatRefusesAppSecretThenAnswersServerError() {
		this.stage.wechat().refuseLoginsWith(INVALID_SECRET);
		assertThat(this.miniProgram.exchange(this.miniProgram.code(this.stage.newcomer()))).isOAuthError(500,
				"server_error");
	}

}

package io.wegrant.endtoend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(StageExtension.class)
class RefreshStoryTests {

	private final Stage stage;

	private final MiniProgram miniProgram;

	RefreshStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
	}

	@Test
	void refreshWhenTokenIsNewestThenServiceAcceptsTheNewAccessToken() {
		Tokens login = this.miniProgram.logIn(this.stage.newcomer());
		Tokens refreshed = this.miniProgram.refresh(login.refreshToken()).tokens();
		assertThat(refreshed.subject()).isEqualTo(login.subject());
		assertThat(refreshed.refreshToken()).isNotEqualTo(login.refreshToken());
		assertThat(this.stage.demoService().goods(refreshed.accessToken())).isOk();
	}

	@Test
	void refreshWhenTokenIsOlderThanItsPredecessorThenSessionEnds() {
		Tokens login = this.miniProgram.logIn(this.stage.newcomer());
		Tokens second = this.miniProgram.refresh(login.refreshToken()).tokens();
		Tokens third = this.miniProgram.refresh(second.refreshToken()).tokens();
		assertThat(this.miniProgram.refresh(login.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.miniProgram.refresh(third.refreshToken())).isOAuthError(400, "invalid_grant");
	}

	@Test
	void refreshWhenTokenIsOfAnotherMiniProgramThenAnswersInvalidGrant() {
		Tokens login = this.miniProgram.logIn(this.stage.newcomer());
		assertThat(this.stage.sisterMiniProgram().refresh(login.refreshToken())).isOAuthError(400, "invalid_grant");
	}

	@Test
	void refreshWhenTokenIsAnAccessTokenThenAnswersInvalidGrant() {
		Tokens login = this.miniProgram.logIn(this.stage.newcomer());
		assertThat(this.miniProgram.refresh(login.accessToken())).isOAuthError(400, "invalid_grant");
	}

}

package io.wegrant.endtoend;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(StageExtension.class)
class LoginStoryTests {

	private final Stage stage;

	private final MiniProgram miniProgram;

	LoginStoryTests(Stage stage) {
		this.stage = stage;
		this.miniProgram = stage.miniProgram();
	}

	@Test
	void loginWhenFirstThenTokenNamesUserAndNotOpenidAsSubject() throws Exception {
		String person = this.stage.newcomer();
		Tokens tokens = this.miniProgram.logIn(person);
		assertThat(tokens.subject()).isNotEmpty().isNotEqualTo(this.miniProgram.openid(person));
		assertThat(tokens.claims().getIssuer()).isEqualTo(this.stage.provider().issuer().toString());
		assertThat(tokens.claims().getStringClaim("client_id")).isEqualTo(this.miniProgram.appid());
		assertThat(tokens.claims().getStringClaim("openid")).isEqualTo(this.miniProgram.openid(person));
		assertThat(tokens.claims().getStringListClaim("roles")).isEqualTo(List.of("USER"));
		assertThat(this.stage.provider().keyIds()).contains(tokens.keyId());
	}

	@Test
	void loginWhenSecondThenUserIsTheSame() {
		String person = this.stage.newcomer();
		Tokens first = this.miniProgram.logIn(person);
		Tokens second = this.miniProgram.logIn(person);
		assertThat(second.subject()).isEqualTo(first.subject());
		assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
	}

	@Test
	void loginWhenPeopleDifferThenUsersDiffer() {
		Tokens one = this.miniProgram.logIn(this.stage.newcomer());
		Tokens other = this.miniProgram.logIn(this.stage.newcomer());
		assertThat(one.subject()).isNotEqualTo(other.subject());
	}

	@Test
	void loginWhenMiniProgramsShareOpenPlatformAccountThenUserIsTheSame() {
		String person = this.stage.newcomer();
		Tokens here = this.miniProgram.logIn(person);
		Tokens there = this.stage.sisterMiniProgram().logIn(person);
		assertThat(there.subject()).isEqualTo(here.subject());
	}

	@Test
	void loginWhenCodeIsMadeUpThenAnswersInvalidGrant() {
		assertThat(this.miniProgram.exchange("0123456789abcdef0123456789abcdef")).isOAuthError(400, "invalid_grant");
	}

	@Test
	void loginWhenCodeWasUsedThenAnswersInvalidGrant() {
		String code = this.miniProgram.code(this.stage.newcomer());
		assertThat(this.miniProgram.exchange(code)).carriesTokens();
		assertThat(this.miniProgram.exchange(code)).isOAuthError(400, "invalid_grant");
		assertThat(this.stage.wechat().exchangesOf(code)).isEqualTo(1);
	}

	@Test
	void loginWhenCodeIsOfAnotherMiniProgramThenAnswersInvalidGrant() {
		String code = this.stage.sisterMiniProgram().code(this.stage.newcomer());
		assertThat(this.miniProgram.exchange(code)).isOAuthError(400, "invalid_grant");
	}

}

package io.wegrant.endtoend;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

import io.wegrant.endtoend.miniprogram.App;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.miniprogram.Screen;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What people do with their accounts on the pages of the mini-program.
 */
@ExtendWith(StageExtension.class)
class MiniProgramAccountStoryTests {

	private final Stage stage;

	private final String person;

	private final Phone phone;

	MiniProgramAccountStoryTests(Stage stage) {
		this.stage = stage;
		this.person = stage.newcomer();
		this.phone = new Phone(stage, this.person);
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void phoneWhenButtonIsPressedThenNumberIsBoundAndShown() {
		Screen page = open("pages/phone/phone");
		assertThat(page.data().required("number").asString()).isEqualTo("未绑定");
		String appid = this.stage.miniProgram().appid();
		page.on("bind", Map.of("code", this.stage.wechat().phoneCode(appid, this.person)));
		assertThat(page.data().required("number").asString())
			.isEqualTo(this.stage.wechat().phoneNumber(appid, this.person));
		assertThat(this.phone.toasts()).isEmpty();
	}

	@Test
	void phoneWhenUserDeclinesOrCodeIsAnothersThenNothingIsBound() {
		Screen page = open("pages/phone/phone");
		page.on("bind");
		assertThat(this.phone.toasts()).isEmpty();
		page.on("bind",
				Map.of("code", this.stage.wechat().phoneCode(this.stage.miniProgram().appid(), this.stage.newcomer())));
		assertThat(this.phone.toasts()).hasSize(1);
		assertThat(page.data().required("number").asString()).isEqualTo("未绑定");
	}

	@Test
	void profileWhenSavedThenShownAgain() {
		Screen page = open("pages/profile/profile");
		page.on("chooseGender", Map.of("value", "1"));
		page.on("chooseBirthdate", Map.of("value", "1990-02-28"));
		page.on("save", Map.of("value",
				Map.of("nickname", "小明", "address", "杭州", "email", "xiaoming@example.cn", "bio", "Likes tea.")));
		assertThat(this.phone.toasts()).containsExactly("已保存");
		JsonNode profile = open("pages/profile/profile").data().required("profile");
		assertThat(profile.required("nickname").asString()).isEqualTo("小明");
		assertThat(profile.required("gender").asString()).isEqualTo("female");
		assertThat(profile.required("birthdate").asString()).isEqualTo("1990-02-28");
		assertThat(profile.at("/address/formatted").asString()).isEqualTo("杭州");
		assertThat(profile.required("email").asString()).isEqualTo("xiaoming@example.cn");
	}

	@Test
	void profileWhenNotAcceptedThenSaysSo() {
		Screen page = open("pages/profile/profile");
		page.on("save", Map.of("value", Map.of("nickname", "x".repeat(65), "address", "", "email", "", "bio", "")));
		assertThat(this.phone.toasts()).hasSize(1).doesNotContain("已保存");
	}

	@Test
	void sessionsWhenAnotherIsEndedThenThisOneGoesOn() {
		Tokens elsewhere = this.stage.miniProgram().logIn(this.person);
		Screen page = open("pages/sessions/sessions");
		assertThat(page.data().required("items").size()).isEqualTo(2);
		assertThat(page.data().required("items")).filteredOn((item) -> item.required("current").asBoolean())
			.extracting((item) -> item.required("sid").asString())
			.containsExactly(this.phone.tokens().sessionId());
		page.tap("end", Map.of("sid", elsewhere.sessionId()));
		assertThat(this.stage.miniProgram().refresh(elsewhere.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.stage.miniProgram().refresh(this.phone.tokens().refreshToken())).carriesTokens();
		assertThat(this.phone.toasts()).isEmpty();
	}

	@Test
	void sessionsWhenLoggedOutEverywhereThenNoneIsLeft() {
		Tokens elsewhere = this.stage.miniProgram().logIn(this.person);
		Screen page = open("pages/sessions/sessions");
		Tokens here = this.phone.tokens();
		page.on("logOutEverywhere");
		assertThat(this.phone.toasts()).containsExactly("/pages/profile/profile");
		assertThat(this.stage.miniProgram().refresh(elsewhere.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.stage.miniProgram().refresh(here.refreshToken())).isOAuthError(400, "invalid_grant");
	}

	@Test
	void leavingWhenConfirmedThenAccountIsClosedAndNextLoginIsANewUser() {
		Screen page = open("pages/leaving/leaving");
		page.on("exportAccount");
		Tokens before = this.phone.tokens();
		assertThat(page.data().required("exported").asString()).contains(before.subject(),
				this.stage.miniProgram().openid(this.person));
		page.on("closeAccount");
		assertThat(this.phone.toasts()).containsExactly("/pages/profile/profile");
		assertThat(this.stage.miniProgram().refresh(before.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.stage.miniProgram().logIn(this.person).subject()).isNotEqualTo(before.subject());
	}

	private Screen open(String path) {
		App app = this.phone.launch(Map.of("provider", this.stage.provider().issuer().toString(), "service",
				this.stage.demoService().baseUrl().toString(), "clientId", this.stage.miniProgram().appid(),
				"simulator", "", "person", this.person));
		Screen page = app.open(path);
		if (!path.contains("leaving")) {
			page.on("onShow");
		}
		return page;
	}

}

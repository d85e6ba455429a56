package io.wegrant.endtoend;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	private Optional<String> elsewhere = Optional.empty();

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
	void phoneWhenCodeIsAnothersThenNothingIsBoundAndPageSaysWhatToDo() {
		Screen page = open("pages/phone/phone");
		page.on("bind",
				Map.of("code", this.stage.wechat().phoneCode(this.stage.miniProgram().appid(), this.stage.newcomer())));
		assertThat(this.phone.toasts()).containsExactly("微信没有认可这次授权，请再点一次按钮");
		assertThat(page.data().required("number").asString()).isEqualTo("未绑定");
	}

	@Test
	void phoneWhenAnswerIsLostThenTheNumberIsShownAllTheSame() {
		Screen page = open("pages/phone/phone");
		String appid = this.stage.miniProgram().appid();
		this.phone.network().loseAnswersOf("/account/phone", 1);
		page.on("bind", Map.of("code", this.stage.wechat().phoneCode(appid, this.person)));
		this.phone.runUntil(() -> !page.data().required("number").asString().equals("未绑定"));
		assertThat(page.data().required("number").asString())
			.isEqualTo(this.stage.wechat().phoneNumber(appid, this.person));
	}

	@ParameterizedTest
	@CsvSource({ "getPhoneNumber:fail user deny,", "getPhoneNumber:fail:user deny,", "getPhoneNumber:fail user cancel,",
			"getPhoneNumber:fail auth deny,", "getPhoneNumber:fail,103" })
	void phoneWhenUserDeclinesThenNothingIsSaid(String reason, Integer number) {
		Screen page = open("pages/phone/phone");
		page.on("bind", (number != null) ? Map.of("errMsg", reason, "errno", number) : Map.of("errMsg", reason));
		assertThat(this.phone.toasts()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "getPhoneNumber:fail no permission, 0, 没有获取手机号的权限",
			"getPhoneNumber:fail jsapi has no permission, 1, 没有获取手机号的权限", "getPhoneNumber:fail, 1400001, 次数已用完",
			"getPhoneNumber:fail privacy permission is not authorized, 104, 隐私协议",
			"getPhoneNumber:fail api scope is not declared in the privacy agreement, 112, 未声明使用手机号",
			"getPhoneNumber:ok, 0, 更新微信", "getPhoneNumber:fail system error, 7, 稍后再试" })
	void phoneWhenButtonGivesNoCodeThenSaysWhy(String reason, int number, String said) {
		Screen page = open("pages/phone/phone");
		page.on("bind", Map.of("errMsg", reason, "errno", number));
		assertThat(this.phone.toasts()).singleElement().asString().contains(said);
		assertThat(this.phone.network().sentTo("/account/phone")).isEmpty();
	}

	@Test
	void phoneWhenButtonSaysNothingThenThatIsSaid() {
		open("pages/phone/phone").on("bind");
		assertThat(this.phone.toasts()).containsExactly("没有取得手机号，请稍后再试");
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

	@ParameterizedTest
	@CsvSource({ "nickname,65,昵称最多 64 个字，不能换行", "address,301,地址最多 300 个字，不能含特殊符号", "bio,501,简介最多 500 个字，不能含特殊符号",
			"email,1,邮箱格式不正确，请修改" })
	void profileWhenNotAcceptedThenNamesTheField(String field, int length, String said) {
		open("pages/profile/profile").on("save", Map.of("value", Map.of(field, "x".repeat(length))));
		assertThat(this.phone.toasts()).containsExactly(said);
	}

	@Test
	void profileWhenGenderIsInOwnWordsThenIsShownAndKept() {
		changeProfile("{\"gender\":\"非二元\",\"nickname\":\"小明\"}");
		Screen page = open("pages/profile/profile");
		assertThat(shownGender(page)).isEqualTo("非二元");
		page.on("save", Map.of("value", Map.of("nickname", "小红", "address", "", "email", "", "bio", "")));
		assertThat(this.phone.toasts()).containsExactly("已保存");
		assertThat(userinfo().required("gender").asString()).isEqualTo("非二元");
		assertThat(userinfo().required("nickname").asString()).isEqualTo("小红");
		page.on("chooseGender", Map.of("value", "2"));
		page.on("save", Map.of("value", Map.of()));
		assertThat(userinfo().required("gender").asString()).isEqualTo("male");
	}

	@Test
	void profileWhenWechatHasEmptiedTheNicknameThenItIsKeptUntilTheUserClearsIt() {
		changeProfile("{\"nickname\":\"小明\"}");
		Screen page = open("pages/profile/profile");
		page.on("save", Map.of("value", Map.of("nickname", "", "address", "杭州", "email", "", "bio", "")));
		assertThat(this.phone.toasts()).containsExactly("昵称未通过检查或为空，已保留原昵称");
		assertThat(userinfo().required("nickname").asString()).isEqualTo("小明");
		assertThat(userinfo().at("/address/formatted").asString()).isEqualTo("杭州");
		page.on("clearNickname");
		assertThat(userinfo().has("nickname")).isFalse();
		assertThat(userinfo().at("/address/formatted").asString()).isEqualTo("杭州");
	}

	@Test
	void profileWhenItHasWhatThePageDoesNotShowThenThatIsKept() {
		changeProfile(
				"{\"locale\":\"en-GB\",\"bio\":\"one\\ntwo\",\"gender\":\"female\",\"birthdate\":\"1990-02-28\"}");
		Screen page = open("pages/profile/profile");
		changeProfile("{\"locale\":\"fr-FR\",\"bio\":\"one\\ntwo\",\"email\":\"a@example.cn\",\"gender\":\"female\"}");
		page.on("save", Map.of("value", Map.of("nickname", "小明", "address", "", "email", "", "bio", "one\ntwo")));
		assertThat(userinfo().required("nickname").asString()).isEqualTo("小明");
		assertThat(userinfo().required("locale").asString()).isEqualTo("fr-FR");
		assertThat(userinfo().required("email").asString()).isEqualTo("a@example.cn");
		assertThat(userinfo().required("bio").asString()).isEqualTo("one\ntwo");
		assertThat(userinfo().has("birthdate")).isFalse();
	}

	@Test
	void profileWhenItCouldNotBeLoadedThenSavingErasesNothing() {
		changeProfile("{\"nickname\":\"小明\",\"gender\":\"female\",\"bio\":\"Likes tea.\"}");
		this.phone.network().refuseConnectionsTo("/userinfo", 1);
		Screen page = open("pages/profile/profile");
		assertThat(page.data().required("message").asString()).isEqualTo("网络不通，请检查网络后再试");
		page.on("save", Map.of("value", Map.of("nickname", "", "address", "", "email", "a@example.cn", "bio", "")));
		assertThat(userinfo().required("nickname").asString()).isEqualTo("小明");
		assertThat(userinfo().required("gender").asString()).isEqualTo("female");
		assertThat(userinfo().required("bio").asString()).isEqualTo("Likes tea.");
		assertThat(userinfo().required("email").asString()).isEqualTo("a@example.cn");
	}

	@Test
	void pictureWhenItCannotBeReadOrIsNoneThenSaysSo() {
		Screen page = open("pages/profile/profile");
		page.on("chooseAvatar", Map.of("avatarUrl", "wxfile://gone"));
		this.phone.runUntil(() -> this.phone.toasts().size() == 1);
		this.phone.store("wxfile://text", "no picture");
		page.on("chooseAvatar", Map.of("avatarUrl", "wxfile://text"));
		this.phone.store("wxfile://large", "x".repeat(600_000));
		page.on("chooseAvatar", Map.of("avatarUrl", "wxfile://large"));
		assertThat(this.phone.toasts()).containsExactly("无法读取图片，请重新选择", "请选择 JPG、PNG 或 WebP 图片", "图片不能超过 512 KB，请换一张");
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
	void sessionsWhenTheOneToEndIsGoneThenSaysSoAndShowsTheRest() {
		Screen page = open("pages/sessions/sessions");
		page.tap("end", Map.of("sid", "AAAAAAAAAAAAAAAAAAAAAA"));
		assertThat(this.phone.toasts()).containsExactly("该设备已经下线");
		assertThat(page.data().required("items").size()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "pages/sessions/sessions,logOutEverywhere", "pages/leaving/leaving,closeAccount" })
	void pageWhenProviderIsSilentAboutTheLogoutThenLeavesAtOnce(String path, String handler) {
		Screen page = open(path);
		this.phone.network().fallSilentOn("/oauth2/revoke", 100);
		Duration before = this.phone.time();
		page.on(handler);
		assertThat(this.phone.toasts()).containsExactly("/pages/profile/profile");
		assertThat(this.phone.time()).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "pages/sessions/sessions,logOutEverywhere,/account/logout-everywhere",
			"pages/leaving/leaving,closeAccount,/account" })
	void pageWhenAnswerIsLostThenAsksToTryAgainAndThatWorks(String path, String handler, String endpoint) {
		Screen page = open(path);
		Tokens before = this.phone.tokens();
		this.phone.network().loseAnswersOf(endpoint, 1);
		page.on(handler);
		this.phone.runUntil(() -> !this.phone.toasts().isEmpty());
		assertThat(this.phone.toasts()).singleElement().asString().startsWith("没有收到回应，请再试一次");
		page.on(handler);
		assertThat(this.phone.toasts()).endsWith("/pages/profile/profile");
		assertThat(this.stage.miniProgram().refresh(before.refreshToken())).isOAuthError(400, "invalid_grant");
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

	private void changeProfile(String profile) {
		assertThat(this.stage.provider().changeProfile(accountToken(), profile).status()).isEqualTo(204);
	}

	private JsonNode userinfo() {
		return this.stage.provider().userinfo(accountToken()).join().json();
	}

	/** Of one session elsewhere: more of them would end that of the phone. */
	private String accountToken() {
		if (this.elsewhere.isEmpty()) {
			String refreshToken = this.stage.miniProgram().logIn(this.person).refreshToken();
			this.elsewhere = Optional.of(this.stage.miniProgram().refreshForProviderAsync(refreshToken).join())
				.map((answer) -> answer.tokens().accessToken());
		}
		return this.elsewhere.orElseThrow();
	}

	private static String shownGender(Screen page) {
		JsonNode data = page.data();
		return data.required("genders").required(data.required("gender").asInt()).required("text").asString();
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

package io.wegrant.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.endtoend.miniprogram.Auth;
import io.wegrant.endtoend.miniprogram.Message;
import io.wegrant.endtoend.miniprogram.Outcome;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How {@code mini-program/utils/auth.js} logs in, and what it does when that fails.
 */
@ExtendWith(StageExtension.class)
class AuthLibraryLoginStoryTests {

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private static final int BUSY = -1;

	private static final int TOO_MANY_THIS_MINUTE = 45011;

	private static final int RISKY_USER = 40226;

	private static final int INVALID_CODE = 40029;

	private static final int WRONG_SECRET = 40125;

	private final Stage stage;

	private final String person;

	private final Phone phone;

	private final Auth auth;

	private final String goods;

	AuthLibraryLoginStoryTests(Stage stage) {
		this.stage = stage;
		this.person = stage.newcomer();
		this.phone = new Phone(stage, this.person);
		this.phone.forgetNewJavaScript();
		this.auth = this.phone.start();
		this.goods = stage.demoService().baseUrl() + "/goods?size=1";
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void requestWhenThereIsNoSessionThenOneLoginServesAll() {
		assertThat(this.auth.state()).isEqualTo("new");
		assertThat(this.auth.requestAtOnce(20, this.goods)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).hasSize(1);
		assertThat(this.phone.logins()).isEqualTo(1);
		assertThat(this.auth.state()).isEqualTo("active");
	}

	@Test
	void startWhenSessionIsStoredThenNobodyLogsInAgain() {
		this.auth.logIn().outcome();
		Auth next = this.phone.start();
		assertThat(next.state()).isEqualTo("active");
		assertThat(next.logIn().outcome().resolved()).isTrue();
		assertThat(next.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.logins()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"garbage\"", "17", "null", "[]", "{\"provider\":7}", "{\"accessToken\":\"stale\"}",
			"{\"provider\":\"$provider\",\"accessToken\":7,\"refreshToken\":{},\"obtainedAt\":1,\"freshUntil\":9e15}",
			"{\"provider\":\"$provider\",\"accessToken\":\"a\\nb\",\"refreshToken\":\"c\",\"obtainedAt\":1,\"freshUntil\":9e15}",
			"{\"provider\":\"$provider\",\"accessToken\":\"a\",\"refreshToken\":\"b\",\"obtainedAt\":\"x\",\"freshUntil\":9e15}",
			"{\"provider\":\"http://elsewhere\",\"accessToken\":\"a\",\"refreshToken\":\"b\",\"obtainedAt\":1,\"freshUntil\":9e15}" })
	void startWhenStorageHoldsGarbageThenThereIsNoSession(String stored) {
		this.phone.storage()
			.put(this.phone.storageKey(), stored.replace("$provider", this.stage.provider().issuer().toString()));
		Auth next = this.phone.start();
		assertThat(next.state()).isEqualTo("new");
		assertThat(next.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.logins()).isEqualTo(1);
	}

	@Test
	void startWhenStoredTokensAreMadeUpThenOneSilentLoginReplacesThem() {
		this.phone.storage()
			.put(this.phone.storageKey(), String.format(Locale.ROOT,
					"{\"provider\":\"%s\",\"accessToken\":\"a\",\"refreshToken\":\"b\",\"obtainedAt\":1,\"freshUntil\":9e15}",
					this.stage.provider().issuer()));
		assertThat(this.phone.start().request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.logins()).isEqualTo(1);
	}

	@Test
	void startWhenStorageFailsThenTheSessionLivesWithoutIt() {
		this.phone.storage().breakDown();
		Auth next = this.phone.start();
		assertThat(next.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(next.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.logins()).isEqualTo(1);
		assertThat(next.logOut().outcome().value().asBoolean()).isTrue();
	}

	@Test
	void loginWhenAnswerIsLostThenAnotherCodeIsSent() {
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 1);
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
		assertThat(tokenRequests()).hasSize(2);
		assertThat(codes()).doesNotHaveDuplicates();
	}

	@Test
	void loginWhenProviderIsNotReachedThenGivesUpInTime() {
		this.phone.network().refuseConnectionsTo(TOKEN_ENDPOINT, 100);
		Duration before = this.phone.time();
		assertThat(this.auth.requestAtOnce(20, this.goods))
			.allMatch((outcome) -> !outcome.resolved() && outcome.error().equals("network_error"));
		assertThat(tokenRequests()).hasSize(4);
		assertThat(codes()).doesNotHaveDuplicates();
		assertThat(this.phone.time().minus(before)).isLessThan(Duration.ofSeconds(10));
		assertThat(this.auth.state()).isEqualTo("new");
	}

	@Test
	void loginWhenWechatGivesNoCodeThenAsksAgainAndGivesUpInTime() {
		this.phone.failLogins(4);
		assertThat(this.auth.request(this.goods).outcome().error()).isEqualTo("wx_login_failed");
		assertThat(this.phone.logins()).isEqualTo(4);
		assertThat(tokenRequests()).isEmpty();
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
	}

	@Test
	void loginWhenWechatIsBusyThenWaitsAsLongAsToldAndGivesUpInTime() {
		this.stage.wechat().refuseLoginsWith(BUSY);
		Outcome outcome = this.auth.logIn().outcome();
		assertThat(outcome.status()).isEqualTo(503);
		assertThat(outcome.error()).isEqualTo("temporarily_unavailable");
		List<Message> attempts = tokenRequests();
		assertThat(attempts).hasSize(4);
		assertThat(codes()).doesNotHaveDuplicates();
		for (int i = 1; i < attempts.size(); i++) {
			assertThat(attempts.get(i).at() - attempts.get(i - 1).at()).isBetween(2_000L, 8_000L);
		}
		this.stage.wechat().behave();
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
	}

	@Test
	void loginWhenToldToWaitForLongThenNobodyAsksBeforeThat() {
		this.stage.wechat().refuseLoginsWith(TOO_MANY_THIS_MINUTE);
		assertThat(this.auth.logIn().outcome().value().path("retryAfter").asInt()).isEqualTo(60);
		this.stage.wechat().behave();
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(503);
		assertThat(this.auth.logIn().outcome().status()).isEqualTo(503);
		assertThat(tokenRequests()).hasSize(1);
		this.phone.adjustClock(Duration.ofSeconds(61));
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
	}

	@Test
	void loginWhenWechatKnowsNoCodeThenTriesOneOther() {
		this.stage.wechat().refuseLoginsWith(INVALID_CODE);
		assertThat(this.auth.logIn().outcome().error()).isEqualTo("invalid_grant");
		assertThat(codes()).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void loginWhenOperatorMustActThenIsNotRepeated() {
		this.stage.wechat().refuseLoginsWith(WRONG_SECRET);
		assertThat(this.auth.logIn().outcome().error()).isEqualTo("server_error");
		assertThat(tokenRequests()).hasSize(1);
		this.stage.wechat().behave();
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
	}

	@Test
	void loginWhenWechatBlocksTheUserThenIsTriedAgainOnlyIfAskedTo() {
		this.stage.wechat().refuseLoginsWith(RISKY_USER);
		Outcome outcome = this.auth.request(this.goods).outcome();
		assertThat(outcome.resolved()).isFalse();
		assertThat(outcome.status()).isEqualTo(400);
		assertThat(outcome.error()).isEqualTo("access_denied");
		assertThat(outcome.value().path("description").asString()).isNotEmpty();
		assertThat(this.auth.state()).isEqualTo("refused");
		this.stage.wechat().behave();
		assertThat(this.auth.requestAtOnce(5, this.goods))
			.allMatch((refused) -> refused.error().equals("access_denied"));
		assertThat(tokenRequests()).hasSize(1);
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
		assertThat(this.auth.state()).isEqualTo("active");
	}

	@Test
	void loginWhenUserIsDisabledThenIsRefusedWithoutLoop() {
		this.auth.logIn().outcome();
		Tokens tokens = this.phone.tokens();
		String administrator = this.stage.provider().tokenOfAdministrator();
		assertThat(this.stage.provider().disable(administrator, tokens.subject()).join().status()).isLessThan(300);
		awaitRefusal(tokens);
		this.phone.network().forget();
		assertThat(this.auth.requestAtOnce(20, this.goods)).allMatch(
				(outcome) -> !outcome.resolved() && outcome.status() == 400 && outcome.error().equals("access_denied"));
		assertThat(this.auth.request(this.goods).outcome().error()).isEqualTo("access_denied");
		assertThat(tokenRequests()).hasSize(2);
		assertThat(this.auth.state()).isEqualTo("refused");
		assertThat(this.phone.storage().text()).doesNotContain(tokens.accessToken(), tokens.refreshToken());
	}

	@Test
	void loginWhenPhoneIsToBeBoundThenReplacesTheSession() {
		this.auth.logIn().outcome();
		Tokens before = this.phone.tokens();
		String phoneCode = this.stage.wechat().phoneCode(this.stage.miniProgram().appid(), this.person);
		assertThat(this.auth.logInWithPhone(phoneCode).outcome().resolved()).isTrue();
		this.phone.runUntilQuiet();
		assertThat(tokenRequests().get(1).parameter("phone_code")).isEqualTo(phoneCode);
		assertThat(this.phone.tokens().sessionId()).isNotEqualTo(before.sessionId());
		assertThat(this.stage.miniProgram().refresh(before.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
	}

	@Test
	void loginWhenAnewThenReplacesTheSession() {
		this.auth.logIn().outcome();
		Tokens before = this.phone.tokens();
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
		assertThat(tokenRequests()).hasSize(1);
		assertThat(this.auth.logInAnew().outcome().resolved()).isTrue();
		this.phone.runUntilQuiet();
		assertThat(tokenRequests()).hasSize(2);
		assertThat(this.phone.tokens().sessionId()).isNotEqualTo(before.sessionId());
		assertThat(this.stage.miniProgram().refresh(before.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
	}

	private List<Message> tokenRequests() {
		return this.phone.network().sentTo(TOKEN_ENDPOINT);
	}

	private List<String> codes() {
		return tokenRequests().stream().map((message) -> message.parameter("code")).toList();
	}

	private void awaitRefusal(Tokens tokens) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.stage.demoService().goods(tokens.accessToken()).status() == 401);
	}

}

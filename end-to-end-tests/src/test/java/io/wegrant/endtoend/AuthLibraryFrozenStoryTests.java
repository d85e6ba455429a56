package io.wegrant.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.endtoend.miniprogram.Auth;
import io.wegrant.endtoend.miniprogram.Message;
import io.wegrant.endtoend.miniprogram.Network;
import io.wegrant.endtoend.miniprogram.Pending;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How {@code mini-program/utils/auth.js} presents no refresh token that the provider
 * would hold to be stolen, however long the mini-program was frozen in the background.
 */
@ExtendWith(StageExtension.class)
class AuthLibraryFrozenStoryTests {

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private static final Duration LIFE_OF_A_TOKEN = Duration.ofMinutes(11);

	private final Stage stage;

	private final Phone phone;

	private final Auth auth;

	private final String goods;

	private Tokens login;

	AuthLibraryFrozenStoryTests(Stage stage) {
		this.stage = stage;
		this.phone = new Phone(stage, stage.newcomer());
		this.phone.forgetNewJavaScript();
		this.auth = this.phone.start();
		this.goods = stage.demoService().baseUrl() + "/goods?size=1";
	}

	@BeforeEach
	void logIn() {
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
		this.login = this.phone.tokens();
		this.phone.network().forget();
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 56, 600, 86_400 })
	void refreshWhenFrozenBeforeItsAnswerThenLogsInInstead(int seconds) {
		this.phone.network().fallSilentOn(TOKEN_ENDPOINT, 1);
		Pending request = this.auth.request(this.goods);
		this.phone.runUntil(() -> !tokenRequests().isEmpty());
		this.phone.runUntilQuiet();
		this.phone.adjustClock(Duration.ofSeconds(seconds));
		assertThat(request.outcome().status()).isEqualTo(200);
		assertThat(grants()).containsExactly("refresh_token", "wechat_code");
		assertLoggedInWithoutAlarm();
	}

	@Test
	void refreshWhenFrozenInAPauseThenLogsInInstead() {
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 2);
		Pending request = this.auth.request(this.goods);
		this.phone.runUntil(() -> tokenRequests().size() == 2);
		this.phone.runUntilQuiet();
		this.phone.adjustClock(Duration.ofMinutes(5));
		assertThat(request.outcome().status()).isEqualTo(200);
		assertThat(grants()).containsExactly("refresh_token", "refresh_token", "wechat_code");
		assertLoggedInWithoutAlarm();
	}

	@Test
	void refreshWhenAllAnswersWereLostLongAgoThenTheNextRequestLogsIn() {
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 4);
		assertThat(this.auth.request(this.goods).outcome().error()).isEqualTo("network_error");
		this.phone.adjustClock(Duration.ofMinutes(1));
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(grants()).hasSize(5).endsWith("wechat_code");
		assertLoggedInWithoutAlarm();
	}

	@Test
	void refreshWhenAllAnswersWereLostAndTheClockWasPutBackThenTheNextRequestLogsIn() {
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 4);
		assertThat(this.auth.request(this.goods).outcome().error()).isEqualTo("network_error");
		this.phone.adjustClock(Duration.ofHours(-1));
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(grants()).hasSize(5).endsWith("wechat_code");
		assertLoggedInWithoutAlarm();
	}

	@Test
	void accountRefreshWhenItsAnswerWasLostLongAgoThenTheNextRequestLogsIn() {
		String sessions = this.stage.provider().issuer() + "/account/sessions";
		this.phone.adjustClock(LIFE_OF_A_TOKEN.negated());
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 4);
		assertThat(this.auth.request(sessions).outcome().error()).isEqualTo("network_error");
		this.phone.adjustClock(Duration.ofMinutes(1));
		assertThat(this.auth.request(sessions).outcome().status()).isEqualTo(200);
		assertThat(grants()).hasSize(6).endsWith("wechat_code", "refresh_token");
		assertLoggedInWithoutAlarm();
	}

	@Test
	void startWhenEndedBeforeTheAnswerThenLogsInInstead() {
		endBeforeTheAnswer();
		this.phone.adjustClock(Duration.ofMinutes(30));
		assertThat(this.phone.start().request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(grants()).containsExactly("refresh_token", "wechat_code");
		assertLoggedInWithoutAlarm();
	}

	@Test
	void startWhenEndedBeforeTheAnswerAMomentAgoThenTheSessionGoesOn() {
		endBeforeTheAnswer();
		this.phone.adjustClock(Duration.ofSeconds(20));
		assertThat(this.phone.start().request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(grants()).containsExactly("refresh_token", "refresh_token");
		assertThat(this.phone.tokens().sessionId()).isEqualTo(this.login.sessionId());
	}

	@Test
	void refreshWhenProviderSaidThatItCouldNotThenTheSessionGoesOnLater() {
		this.phone.network().answer(TOKEN_ENDPOINT, 4, new Network.Substitute(503, Map.of("Retry-After", "2"), """
				{"error":"temporarily_unavailable"}"""));
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(503);
		this.phone.adjustClock(Duration.ofMinutes(10));
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(grants()).containsOnly("refresh_token");
		assertThat(this.phone.tokens().sessionId()).isEqualTo(this.login.sessionId());
	}

	@Test
	void refreshWhenAnAnswerWasLostBeforeProviderSaidThatItCouldNotThenLogsInLater() {
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 1);
		this.phone.network().answer(TOKEN_ENDPOINT, 3, new Network.Substitute(503, Map.of(), """
				{"error":"temporarily_unavailable"}"""));
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(503);
		this.phone.adjustClock(Duration.ofMinutes(10));
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(grants()).endsWith("wechat_code");
		assertLoggedInWithoutAlarm();
	}

	@Test
	void refreshWhenAnsweredThenTheNextOneIsARefreshToo() {
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		assertThat(this.phone.start().request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(grants()).containsExactly("refresh_token", "refresh_token");
		assertThat(this.phone.tokens().sessionId()).isEqualTo(this.login.sessionId());
	}

	/**
	 * As WeChat does with a mini-program in the background: nothing is called any more.
	 */
	private void endBeforeTheAnswer() {
		this.phone.network().fallSilentOn(TOKEN_ENDPOINT, 1);
		this.auth.request(this.goods);
		this.phone.runUntil(() -> !tokenRequests().isEmpty());
		this.phone.runUntilQuiet();
		this.phone.end();
	}

	private void assertLoggedInWithoutAlarm() {
		this.phone.runUntilQuiet();
		assertThat(this.phone.tokens().sessionId()).isNotEqualTo(this.login.sessionId());
		assertThat(this.stage.miniProgram().refresh(this.login.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.stage.logs().values()).flatMap((log) -> log.lines().toList())
			.filteredOn((line) -> line.contains(this.login.sessionId()))
			.isNotEmpty()
			.noneMatch((line) -> line.contains("was copied"));
	}

	private List<Message> tokenRequests() {
		return this.phone.network().sentTo(TOKEN_ENDPOINT);
	}

	private List<String> grants() {
		return tokenRequests().stream().map((message) -> message.parameter("grant_type")).toList();
	}

}

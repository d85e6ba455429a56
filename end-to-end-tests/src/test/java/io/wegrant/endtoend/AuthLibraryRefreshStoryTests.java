package io.wegrant.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.miniprogram.Auth;
import io.wegrant.endtoend.miniprogram.Message;
import io.wegrant.endtoend.miniprogram.Outcome;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How {@code mini-program/utils/auth.js} keeps a session going.
 */
@ExtendWith(StageExtension.class)
class AuthLibraryRefreshStoryTests {

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private static final Duration LIFE_OF_A_TOKEN = Duration.ofMinutes(11);

	/** For so long the provider answers a refresh token again whose answer got lost. */
	private static final Duration GRACE = Duration.ofSeconds(60);

	private final Stage stage;

	private final Phone phone;

	private final Auth auth;

	private final String goods;

	private Tokens login;

	AuthLibraryRefreshStoryTests(Stage stage) {
		this.stage = stage;
		this.phone = new Phone(stage, stage.newcomer());
		this.phone.forgetNewJavaScript();
		this.auth = this.phone.start();
		this.goods = stage.demoService().baseUrl() + "/goods?size=1";
	}

	@BeforeEach
	void logIn() {
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		this.login = this.phone.tokens();
		this.phone.network().forget();
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void requestWhenTokenIsFreshThenProviderIsNotAsked() {
		assertThat(this.auth.requestAtOnce(5, this.goods)).allMatch(Outcome::resolved);
		assertThat(this.phone.start().request(this.goods).outcome().resolved()).isTrue();
		assertThat(tokenRequests()).isEmpty();
	}

	@Test
	void requestWhenTwentyWaitForAnExpiredTokenThenOneRefreshServesAll() {
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		assertThat(this.auth.requestAtOnce(20, this.goods)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).singleElement().satisfies(this::refreshes);
		assertThat(this.phone.network().sentTo("/goods")).hasSize(20);
		assertSessionWentOnByOneRefresh();
	}

	@Test
	void requestWhenServiceRefusesTheTokenOfTwentyThenOneRefreshServesAll() {
		this.phone.network().spoilTokensTo("/goods", 20);
		assertThat(this.auth.requestAtOnce(20, this.goods)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).singleElement().satisfies(this::refreshes);
		assertThat(this.phone.network().sentTo("/goods")).hasSize(40);
		assertSessionWentOnByOneRefresh();
	}

	@Test
	void requestWhenServiceRefusesEveryTokenThenIsRepeatedOnce() {
		this.phone.network().spoilTokensTo("/goods", 100);
		Outcome outcome = this.auth.request(this.goods).outcome();
		assertThat(outcome.resolved()).isFalse();
		assertThat(outcome.status()).isEqualTo(401);
		assertThat(outcome.error()).isEqualTo("invalid_token");
		assertThat(this.phone.network().sentTo("/goods")).hasSize(2);
		assertThat(tokenRequests()).hasSize(1);
		assertThat(this.auth.state()).isEqualTo("active");
	}

	@Test
	void requestWhenItIsRefusedForAnotherReasonThenIsNotRepeated() {
		try (Phone narrow = new Phone(this.stage, this.stage.newcomer())) {
			Auth other = narrow.start(Map.of("scope", "profile"));
			assertThat(other.logIn().outcome().resolved()).isTrue();
			narrow.network().forget();
			Outcome outcome = other.request(this.goods).outcome();
			assertThat(outcome.resolved()).isFalse();
			assertThat(outcome.status()).isEqualTo(403);
			assertThat(outcome.error()).isEqualTo("insufficient_scope");
			assertThat(narrow.network().sentTo("/goods")).hasSize(1);
			assertThat(narrow.network().sentTo(TOKEN_ENDPOINT)).isEmpty();
		}
	}

	@Test
	void requestWhenItsOwnAnswerIsLostThenIsNotRepeated() {
		this.phone.network().loseAnswersOf("/goods", 1);
		Outcome outcome = this.auth.request(this.goods).outcome();
		assertThat(outcome.error()).isEqualTo("network_error");
		assertThat(outcome.status()).isZero();
		assertThat(this.phone.network().sentTo("/goods")).hasSize(1);
	}

	@Test
	void requestWhenItHasHeadersOfItsOwnThenThoseAreSentWithTheToken() {
		this.auth.request(Map.of("url", this.goods, "header", Map.of("authorization", "Basic eDp5", "X-Trace", "7")))
			.outcome();
		Map<String, String> header = this.phone.network().sentTo("/goods").get(0).header();
		assertThat(header).containsEntry("X-Trace", "7")
			.containsEntry("Authorization", "Bearer " + this.login.accessToken());
	}

	@Test
	void refreshWhenAnswerIsLostThenTheSameTokenIsSentAgainAndTheSessionGoesOn() {
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 1);
		assertThat(this.auth.requestAtOnce(5, this.goods)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).hasSize(2).allSatisfy(this::refreshes);
		assertSessionWentOnByOneRefresh();
	}

	@Test
	void refreshWhenSomethingElseAnswersThenTheSameTokenIsSentAgain() {
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		this.phone.network().intercept(TOKEN_ENDPOINT, 2);
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(tokenRequests()).hasSize(3).allSatisfy(this::refreshes);
		assertSessionWentOnByOneRefresh();
	}

	@Test
	void refreshWhenProviderIsNotReachedThenGivesUpInTimeAndKeepsTheSession() {
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		this.phone.network().refuseConnectionsTo(TOKEN_ENDPOINT, 4);
		assertThat(this.auth.requestAtOnce(20, this.goods))
			.allMatch((outcome) -> !outcome.resolved() && outcome.error().equals("network_error"));
		assertThat(tokenRequests()).hasSize(4).allSatisfy(this::refreshes);
		assertPausesGrow(tokenRequests());
		assertThat(this.phone.network().sentTo("/goods")).isEmpty();
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertSessionWentOnByOneRefresh();
	}

	@Test
	void refreshWhenAllAnswersAreLostThenTheLastIsAskedForWithinTheGraceOfTheProvider() {
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 4);
		assertThat(this.auth.request(this.goods).outcome().error()).isEqualTo("network_error");
		List<Message> attempts = tokenRequests();
		assertThat(attempts).hasSize(4).allSatisfy(this::refreshes);
		assertThat(Duration.ofMillis(attempts.get(3).at() - attempts.get(0).at())).isLessThan(GRACE);
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertSessionWentOnByOneRefresh();
	}

	@Test
	void refreshWhenSessionWasRevokedThenOneSilentLoginServesAll() {
		assertThat(this.stage.provider().introspectAndRevoke(this.login.accessToken()).join()).isOk();
		awaitRefusal(this.login);
		int logins = this.phone.logins();
		assertThat(this.auth.requestAtOnce(20, this.goods)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).hasSize(2);
		assertThat(tokenRequests().get(1).parameter("grant_type")).isEqualTo("wechat_code");
		assertThat(this.phone.logins()).isEqualTo(logins + 1);
		assertThat(this.phone.tokens().sessionId()).isNotEqualTo(this.login.sessionId());
		assertThat(this.phone.tokens().subject()).isEqualTo(this.login.subject());
	}

	@Test
	void refreshWhenClockWasPutBackThenTokenIsReplacedOnce() {
		this.phone.adjustClock(Duration.ofDays(-1));
		assertThat(this.auth.requestAtOnce(3, this.goods)).allMatch(Outcome::resolved);
		assertThat(this.auth.requestAtOnce(3, this.goods)).allMatch(Outcome::resolved);
		assertThat(tokenRequests()).hasSize(1);
		assertSessionWentOnByOneRefresh();
	}

	private List<Message> tokenRequests() {
		return this.phone.network().sentTo(TOKEN_ENDPOINT);
	}

	private void refreshes(Message message) {
		assertThat(message.parameter("grant_type")).isEqualTo("refresh_token");
		assertThat(message.parameter("refresh_token")).isEqualTo(this.login.refreshToken());
	}

	/**
	 * The provider gives the successor of the first token again: there was one rotation,
	 * and only one.
	 */
	private void assertSessionWentOnByOneRefresh() {
		Tokens now = this.phone.tokens();
		assertThat(now.sessionId()).isEqualTo(this.login.sessionId());
		assertThat(this.stage.miniProgram().refresh(this.login.refreshToken()).tokens().refreshToken())
			.isEqualTo(now.refreshToken());
	}

	private static void assertPausesGrow(List<Message> attempts) {
		assertThat(attempts.get(1).at() - attempts.get(0).at()).isBetween(500L, 1_000L);
		assertThat(attempts.get(2).at() - attempts.get(1).at()).isBetween(1_000L, 2_000L);
		assertThat(attempts.get(3).at() - attempts.get(2).at()).isBetween(2_000L, 4_000L);
	}

	private void awaitRefusal(Tokens tokens) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.stage.demoService().goods(tokens.accessToken()).status() == 401);
	}

}

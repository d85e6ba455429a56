package io.wegrant.endtoend;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.miniprogram.Auth;
import io.wegrant.endtoend.miniprogram.Message;
import io.wegrant.endtoend.miniprogram.Outcome;
import io.wegrant.endtoend.miniprogram.Pending;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How {@code mini-program/utils/auth.js} logs out, whatever is under way.
 */
@ExtendWith(StageExtension.class)
class AuthLibraryLogoutStoryTests {

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private static final String REVOCATION_ENDPOINT = "/oauth2/revoke";

	private final Stage stage;

	private final Phone phone;

	private final Auth auth;

	private final String goods;

	AuthLibraryLogoutStoryTests(Stage stage) {
		this.stage = stage;
		this.phone = new Phone(stage, stage.newcomer());
		this.phone.forgetNewJavaScript();
		this.auth = this.phone.start();
		this.goods = stage.demoService().baseUrl() + "/goods?size=1";
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void logoutWhenLoggedInThenSessionEndsEverywhere() {
		Tokens tokens = logIn();
		assertThat(this.auth.logOut().outcome().value().asBoolean()).isTrue();
		assertThat(this.stage.miniProgram().refresh(tokens.refreshToken())).isOAuthError(400, "invalid_grant");
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.untilAsserted(() -> assertThat(this.stage.demoService().goods(tokens.accessToken())).refusesToken());
		assertThat(this.phone.storage().text()).doesNotContain(tokens.accessToken(), tokens.refreshToken());
	}

	@Test
	void logoutWhenLoggedInThenNothingLogsInAgainUnlessAskedTo() {
		logIn();
		this.auth.logOut().outcome();
		this.phone.network().forget();
		Auth next = this.phone.start();
		for (Auth each : List.of(this.auth, next)) {
			assertThat(each.state()).isEqualTo("loggedOut");
			assertThat(each.request(this.goods).outcome().error()).isEqualTo("logged_out");
			assertThat(each.accessToken().outcome().error()).isEqualTo("logged_out");
		}
		assertThat(tokenRequests()).isEmpty();
		assertThat(next.logIn().outcome().resolved()).isTrue();
		assertThat(next.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.start().state()).isEqualTo("active");
		assertThat(this.phone.states()).containsExactly("active", "loggedOut", "new", "active");
	}

	@Test
	void logoutWhenOfflineThenTokensAreGoneAllTheSame() {
		Tokens tokens = logIn();
		this.phone.network().refuseConnectionsTo(REVOCATION_ENDPOINT, 100);
		Pending confirmation = this.auth.logOut();
		assertThat(this.auth.state()).isEqualTo("loggedOut");
		assertThat(this.phone.storage().text()).doesNotContain(tokens.accessToken(), tokens.refreshToken());
		assertThat(confirmation.outcome().value().asBoolean()).isFalse();
		assertThat(this.phone.network().sentTo(REVOCATION_ENDPOINT)).hasSize(4);
	}

	@Test
	void logoutWhenAnswerIsLostThenProviderIsToldAgain() {
		logIn();
		this.phone.network().loseAnswersOf(REVOCATION_ENDPOINT, 1);
		assertThat(this.auth.logOut().outcome().value().asBoolean()).isTrue();
		assertThat(this.phone.network().sentTo(REVOCATION_ENDPOINT)).hasSize(2);
	}

	@Test
	void logoutWhenRefreshIsUnderWayThenNothingOfTheSessionSurvives() {
		Tokens tokens = logIn();
		this.phone.adjustClock(Duration.ofMinutes(11));
		Pending request = this.auth.request(this.goods);
		this.phone.runUntil(() -> !tokenRequests().isEmpty());
		this.auth.logOut().outcome();
		assertThat(request.outcome().error()).isEqualTo("logged_out");
		this.phone.runUntilQuiet();
		assertEnded(tokens.refreshToken());
		this.phone.network().sentTo(REVOCATION_ENDPOINT).forEach((message) -> assertEnded(message.parameter("token")));
	}

	@Test
	void logoutWhenLoginIsUnderWayThenItsSessionEndsToo() {
		Pending request = this.auth.request(this.goods);
		this.phone.runUntil(() -> !tokenRequests().isEmpty());
		this.auth.logOut().outcome();
		assertThat(request.outcome().error()).isEqualTo("logged_out");
		this.phone.runUntilQuiet();
		assertThat(this.phone.network().sentTo(REVOCATION_ENDPOINT)).singleElement()
			.satisfies((message) -> assertEnded(message.parameter("token")));
	}

	@Test
	void logoutWhenRefreshWaitsToBeRepeatedThenItIsNot() {
		logIn();
		this.phone.adjustClock(Duration.ofMinutes(11));
		this.phone.network().refuseConnectionsTo(TOKEN_ENDPOINT, 1);
		Pending request = this.auth.request(this.goods);
		this.phone.runUntil(() -> tokenRequests().size() == 1);
		this.auth.logOut().outcome();
		assertThat(request.outcome().error()).isEqualTo("logged_out");
		assertThat(tokenRequests()).hasSize(1);
	}

	@Test
	void logoutWhenServiceIsAboutToRefuseTheTokenThenNobodyLogsInAgain() {
		logIn();
		this.phone.network().spoilTokensTo("/goods", 1);
		Pending request = this.auth.request(this.goods);
		this.phone.runUntil(() -> !this.phone.network().sentTo("/goods").isEmpty());
		this.auth.logOut().outcome();
		assertThat(request.outcome().error()).isEqualTo("logged_out");
		assertThat(tokenRequests()).isEmpty();
	}

	@Test
	void loginWhenLogoutIsStillUnderWayThenStartsAnotherSession() {
		Tokens before = logIn();
		Pending logout = this.auth.logOut();
		Pending login = this.auth.logIn();
		assertThat(List.of(logout.outcome(), login.outcome())).allMatch(Outcome::resolved);
		assertThat(this.phone.tokens().sessionId()).isNotEqualTo(before.sessionId());
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertEnded(before.refreshToken());
	}

	private Tokens logIn() {
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
		this.phone.network().forget();
		return this.phone.tokens();
	}

	private List<Message> tokenRequests() {
		return this.phone.network().sentTo(TOKEN_ENDPOINT);
	}

	private void assertEnded(String refreshToken) {
		assertThat(this.stage.miniProgram().refresh(refreshToken)).isOAuthError(400, "invalid_grant");
	}

}

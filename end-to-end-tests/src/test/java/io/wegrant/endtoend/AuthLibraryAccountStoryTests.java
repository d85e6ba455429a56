package io.wegrant.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
 * How {@code mini-program/utils/auth.js} gets the access token for the account, and keeps
 * it from everybody else.
 */
@ExtendWith(StageExtension.class)
class AuthLibraryAccountStoryTests {

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private static final String SESSIONS = "/account/sessions";

	private static final Duration LIFE_OF_A_TOKEN = Duration.ofMinutes(11);

	private final Stage stage;

	private final Phone phone;

	private final Auth auth;

	private final String goods;

	private final String sessions;

	AuthLibraryAccountStoryTests(Stage stage) {
		this.stage = stage;
		this.phone = new Phone(stage, stage.newcomer());
		this.phone.forgetNewJavaScript();
		this.auth = this.phone.start();
		this.goods = stage.demoService().baseUrl() + "/goods?size=1";
		this.sessions = stage.provider().issuer() + SESSIONS;
	}

	@AfterEach
	void closePhone() {
		this.phone.close();
	}

	@Test
	void requestWhenAccountIsNeededByTwentyThenOneRefreshServesAll() {
		Tokens login = logIn();
		assertThat(this.auth.requestAtOnce(20, this.sessions)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(this.auth.requestAtOnce(5, this.sessions)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).singleElement().satisfies((message) -> {
			assertThat(message.parameter("grant_type")).isEqualTo("refresh_token");
			assertThat(message.parameter("refresh_token")).isEqualTo(login.refreshToken());
			assertThat(message.parameter("resource")).isEqualTo(this.stage.provider().issuer().toString());
		});
		assertThat(accountTokens()).hasSize(1).doesNotContain(login.accessToken());
	}

	@Test
	void requestWhenAccountIsNeededThenItsTokenIsNeverStoredAndTheOtherIsKept() {
		Tokens login = logIn();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		assertThat(this.phone.storage().text()).doesNotContain(accountTokens());
		assertThat(this.phone.tokens().accessToken()).isEqualTo(login.accessToken());
		assertThat(this.phone.tokens().refreshToken()).isNotEqualTo(login.refreshToken());
		assertThat(this.auth.accessToken().outcome().value().asString()).isEqualTo(login.accessToken());
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(tokenRequests()).hasSize(1);
		assertThat(this.phone.start().request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(tokenRequests()).hasSize(1);
		assertThat(this.phone.start().request(this.sessions).outcome().status()).isEqualTo(200);
		assertThat(tokenRequests()).hasSize(2);
	}

	@Test
	void requestWhenAServiceWantsToUseWhatItWasHandedThenTheAccountIsOutOfReach() {
		Tokens login = logIn();
		Map<String, Object> closing = Map.of("url", this.stage.provider().issuer() + "/account", "method", "DELETE");
		assertThat(this.stage.provider().closeAccount(login.accessToken())).refusesToken();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		assertThat(this.stage.demoService().goods(accountTokens().get(0))).refusesToken();
		assertThat(this.auth.request(closing).outcome().status()).isEqualTo(204);
		assertThat(this.stage.miniProgram().refresh(this.phone.tokens().refreshToken())).isOAuthError(400,
				"invalid_grant");
	}

	@Test
	void requestWhenItsAddressIsNotOfTheAccountThenTheTokenForTheAccountStaysAtHome() {
		Tokens login = logIn();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		String service = this.stage.demoService().baseUrl().toString();
		String provider = this.stage.provider().issuer().toString();
		List<String> elsewhere = List.of(service + "/account", service + SESSIONS,
				service + "/goods?" + provider + SESSIONS, provider + "/userinfo", provider + "/accounts",
				provider + "/x/account");
		elsewhere.forEach((url) -> this.auth.request(url).outcome());
		List<String> sent = new ArrayList<>();
		for (String path : List.of("/account", "/goods", "/userinfo", "/accounts", "/x/account")) {
			this.phone.network().sentTo(path).forEach((message) -> sent.add(bearer(message)));
		}
		this.phone.network()
			.sentTo(SESSIONS)
			.stream()
			.filter((message) -> message.url().toString().startsWith(service))
			.forEach((message) -> sent.add(bearer(message)));
		assertThat(sent).hasSizeGreaterThanOrEqualTo(6).contains(login.accessToken());
		assertThat(sent).doesNotContainAnyElementsOf(accountTokens());
	}

	@Test
	void requestWhenThereIsNoSessionThenOneLoginAndOneRefreshServeAll() {
		List<Pending> pending = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			pending.add(this.auth.request(this.sessions));
			pending.add(this.auth.request(this.goods));
		}
		assertThat(pending).allMatch((each) -> each.outcome().status() == 200);
		assertThat(grants()).containsExactly("wechat_code", "refresh_token");
		assertThat(this.phone.logins()).isEqualTo(1);
	}

	@Test
	void requestWhenBothTokensHaveExpiredThenOneRefreshForEach() {
		logIn();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		this.phone.network().forget();
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		List<Pending> pending = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			pending.add(this.auth.request(this.goods));
			pending.add(this.auth.request(this.sessions));
		}
		assertThat(pending).allMatch((each) -> each.outcome().status() == 200);
		assertThat(tokenRequests()).hasSize(2);
		assertThat(tokenRequests().get(1).parameter("refresh_token"))
			.isNotEqualTo(tokenRequests().get(0).parameter("refresh_token"));
		assertSessionGoesOn();
	}

	@Test
	void requestWhenAccountRefusesTheTokenOfTwentyThenOneRefreshServesAll() {
		logIn();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		this.phone.network().forget();
		this.phone.network().spoilTokensTo(SESSIONS, 20);
		assertThat(this.auth.requestAtOnce(20, this.sessions)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).hasSize(1);
		assertThat(this.phone.network().sentTo(SESSIONS)).hasSize(40);
	}

	@Test
	void requestWhenAccountRefusesEveryTokenThenIsRepeatedOnce() {
		logIn();
		this.phone.network().spoilTokensTo(SESSIONS, 100);
		Outcome outcome = this.auth.request(this.sessions).outcome();
		assertThat(outcome.status()).isEqualTo(401);
		assertThat(outcome.error()).isEqualTo("invalid_token");
		assertThat(this.phone.network().sentTo(SESSIONS)).hasSize(2);
		assertThat(tokenRequests()).hasSize(2);
		assertThat(this.auth.state()).isEqualTo("active");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void refreshWhenAnswersForTheAccountAreLostThenTheSameTokenIsSentAgain(int lost) {
		Tokens login = logIn();
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, lost);
		assertThat(this.auth.requestAtOnce(5, this.sessions)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(tokenRequests()).hasSize(lost + 1)
			.allMatch((message) -> message.parameter("refresh_token").equals(login.refreshToken()));
		assertSessionGoesOn();
	}

	@Test
	void refreshWhenAllAnswersForTheAccountAreLostThenServicesGoOnWithTheirTokenWhileItIsGood() {
		Tokens login = logIn();
		this.phone.network().loseAnswersOf(TOKEN_ENDPOINT, 4);
		assertThat(this.auth.request(this.sessions).outcome().error()).isEqualTo("network_error");
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.tokens().sessionId()).isEqualTo(login.sessionId());
		this.phone.adjustClock(LIFE_OF_A_TOKEN);
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.logins()).isEqualTo(2);
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
	}

	@Test
	void refreshWhenSessionHasEndedThenOneSilentLoginServesTheAccountToo() {
		Tokens login = logIn();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		List<String> before = accountTokens();
		assertThat(this.stage.provider().introspectAndRevoke(login.accessToken()).join()).isOk();
		this.phone.network().forget();
		assertThat(this.auth.requestAtOnce(5, this.sessions)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(grants()).containsExactly("refresh_token", "wechat_code", "refresh_token");
		assertThat(this.phone.tokens().sessionId()).isNotEqualTo(login.sessionId());
		assertThat(accountTokens()).hasSize(2).containsAll(before);
	}

	@Test
	void loginWhenItReplacesTheSessionThenSoIsTheTokenForTheAccount() {
		Tokens login = logIn();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		assertThat(this.auth.logInWithPhone("made-up").outcome().resolved()).isTrue();
		this.phone.runUntilQuiet();
		assertThat(this.phone.tokens().sessionId()).isNotEqualTo(login.sessionId());
		this.phone.network().forget();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		assertThat(this.phone.network().sentTo(SESSIONS)).hasSize(1);
		assertThat(grants()).containsExactly("refresh_token");
	}

	@Test
	void logoutWhenAccountWasUsedThenItsTokenIsGoneToo() {
		logIn();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		this.phone.network().forget();
		assertThat(this.auth.logOut().outcome().value().asBoolean()).isTrue();
		assertThat(this.auth.request(this.sessions).outcome().error()).isEqualTo("logged_out");
		assertThat(this.phone.network().sentTo(SESSIONS)).isEmpty();
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
		assertThat(this.auth.request(this.sessions).outcome().status()).isEqualTo(200);
		assertThat(grants()).containsExactly("wechat_code", "refresh_token");
	}

	@Test
	void logoutWhenRefreshForTheAccountIsUnderWayThenNothingOfTheSessionSurvives() {
		Tokens login = logIn();
		Pending request = this.auth.request(this.sessions);
		this.phone.runUntil(() -> !tokenRequests().isEmpty());
		int logins = this.phone.logins();
		this.auth.logOut().outcome();
		assertThat(request.outcome().error()).isEqualTo("logged_out");
		this.phone.runUntilQuiet();
		assertThat(this.stage.miniProgram().refresh(login.refreshToken())).isOAuthError(400, "invalid_grant");
		assertThat(this.phone.network().sentTo(SESSIONS)).isEmpty();
		assertThat(this.phone.logins()).isEqualTo(logins);
	}

	@Test
	void startWhenProviderHasAnotherIssuerThenThatIsAskedFor() {
		Auth other = this.phone.start(Map.of("issuer", "https://login.example.com"));
		assertThat(other.request(this.goods).outcome().status()).isEqualTo(200);
		Outcome outcome = other.request(this.sessions).outcome();
		assertThat(outcome.error()).isEqualTo("invalid_target");
		assertThat(tokenRequests().get(1).parameter("resource")).isEqualTo("https://login.example.com");
		assertThat(other.state()).isEqualTo("active");
		assertThat(other.request(this.goods).outcome().status()).isEqualTo(200);
	}

	private Tokens logIn() {
		assertThat(this.auth.logIn().outcome().resolved()).isTrue();
		this.phone.network().forget();
		return this.phone.tokens();
	}

	private List<Message> tokenRequests() {
		return this.phone.network().sentTo(TOKEN_ENDPOINT);
	}

	private List<String> grants() {
		return tokenRequests().stream().map((message) -> message.parameter("grant_type")).toList();
	}

	private List<String> accountTokens() {
		return this.phone.network()
			.sentTo(SESSIONS)
			.stream()
			.filter((message) -> message.url().toString().equals(this.sessions))
			.map(AuthLibraryAccountStoryTests::bearer)
			.distinct()
			.toList();
	}

	private void assertSessionGoesOn() {
		assertThat(this.stage.miniProgram().refresh(this.phone.tokens().refreshToken())).carriesTokens();
	}

	private static String bearer(Message message) {
		return message.header().get("Authorization").substring("Bearer ".length());
	}

}

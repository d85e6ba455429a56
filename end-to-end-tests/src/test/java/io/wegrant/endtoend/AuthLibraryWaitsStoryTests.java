package io.wegrant.endtoend;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.endtoend.miniprogram.Auth;
import io.wegrant.endtoend.miniprogram.Outcome;
import io.wegrant.endtoend.miniprogram.Pending;
import io.wegrant.endtoend.miniprogram.Phone;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How {@code mini-program/utils/auth.js} goes on when something never calls back.
 */
@ExtendWith(StageExtension.class)
class AuthLibraryWaitsStoryTests {

	private static final String TOKEN_ENDPOINT = "/oauth2/token";

	private static final String REVOCATION_ENDPOINT = "/oauth2/revoke";

	/** Four attempts of a login, with a code and an answer each, and three pauses. */
	private static final Duration LONGEST_LOGIN = Duration.ofSeconds(4 * 20 + 3 * 8);

	private final Stage stage;

	private final Phone phone;

	private final Auth auth;

	private final String goods;

	AuthLibraryWaitsStoryTests(Stage stage) {
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
	void loginWhenWechatNeverAnswersOnceThenAnotherCodeIsAskedFor() {
		this.phone.ignoreLogins(1);
		assertThat(this.auth.requestAtOnce(5, this.goods)).allMatch((outcome) -> outcome.status() == 200);
		assertThat(this.phone.logins()).isEqualTo(2);
	}

	@Test
	void loginWhenWechatNeverAnswersThenEveryRequestEndsAndLaterOnesWork() {
		this.phone.ignoreLogins(4);
		Duration before = this.phone.time();
		assertThat(this.auth.requestAtOnce(5, this.goods))
			.allMatch((outcome) -> !outcome.resolved() && outcome.error().equals("wx_login_failed"));
		assertThat(this.phone.time().minus(before)).isLessThan(LONGEST_LOGIN);
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
	}

	@Test
	void loginWhenProviderNeverAnswersThenEveryRequestEndsAndLaterOnesWork() {
		this.phone.network().fallSilentOn(TOKEN_ENDPOINT, 4);
		Duration before = this.phone.time();
		assertThat(this.auth.requestAtOnce(5, this.goods))
			.allMatch((outcome) -> !outcome.resolved() && outcome.error().equals("network_error"));
		assertThat(this.phone.time().minus(before)).isLessThan(LONGEST_LOGIN);
		assertThat(this.phone.network().aborted()).isEqualTo(4);
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
	}

	@Test
	void refreshWhenProviderNeverAnswersOnceThenTheSessionGoesOn() {
		this.auth.logIn().outcome();
		String sid = this.phone.tokens().sessionId();
		this.phone.adjustClock(Duration.ofMinutes(11));
		this.phone.network().fallSilentOn(TOKEN_ENDPOINT, 1);
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.tokens().sessionId()).isEqualTo(sid);
	}

	@Test
	void requestWhenServiceNeverAnswersThenEndsAfterAMinuteAndHindersNoOther() {
		this.auth.logIn().outcome();
		this.phone.network().fallSilentOn("/goods", 1);
		Pending silent = this.auth.request(this.goods);
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		Duration before = this.phone.time();
		assertThat(silent.outcome().error()).isEqualTo("network_error");
		assertThat(this.phone.time().minus(before)).isLessThanOrEqualTo(Duration.ofMinutes(1));
		assertThat(this.phone.network().aborted()).isEqualTo(1);
	}

	@Test
	void requestWhenItSaysHowLongItWaitsThenThatIsHowLong() {
		this.auth.logIn().outcome();
		this.phone.network().fallSilentOn("/goods", 1);
		Duration before = this.phone.time();
		assertThat(this.auth.request(Map.of("url", this.goods, "timeout", 3000)).outcome().error())
			.isEqualTo("network_error");
		assertThat(this.phone.time().minus(before)).isEqualTo(Duration.ofSeconds(3));
		assertThat(this.phone.network().sentTo("/goods").get(0).timeout()).isEqualTo(3000);
	}

	@Test
	void requestWhenAnsweredThenNoTimerIsLeft() {
		assertThat(this.auth.request(this.goods).outcome().status()).isEqualTo(200);
		assertThat(this.phone.timers()).isZero();
	}

	@Test
	void logoutWhenProviderNeverAnswersThenSaysSoInTime() {
		this.auth.logIn().outcome();
		this.phone.network().fallSilentOn(REVOCATION_ENDPOINT, 4);
		Outcome outcome = this.auth.logOut().outcome();
		assertThat(outcome.resolved()).isTrue();
		assertThat(outcome.value().asBoolean()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "() => new Promise(() => {})", "() => Promise.reject()", "() => Promise.reject('no')",
			"() => Promise.reject(new Error('no'))", "() => { throw new Error('no') }", "() => undefined",
			"() => Promise.resolve()", "() => Promise.resolve('')", "() => Promise.resolve(7)",
			"() => Promise.resolve('two words')" })
	void loginWhenOwnSourceGivesNoCodeThenFailsWithAnErrorAndNothingIsSent(String loginCode) {
		Auth own = this.phone.startWithCodesOf(loginCode);
		Outcome outcome = own.request(this.goods).outcome();
		assertThat(outcome.resolved()).isFalse();
		assertThat(outcome.error()).isEqualTo("wx_login_failed");
		assertThat(outcome.value().path("temporary").asBoolean()).isTrue();
		assertThat(this.phone.network().sentTo(TOKEN_ENDPOINT)).isEmpty();
		assertThat(own.state()).isEqualTo("new");
	}

	@Test
	void loginWhenOwnSourceGivesAFailureOfItsOwnThenThatIsTheOutcome() {
		Auth own = this.phone.startWithCodesOf("""
				() => Promise.reject({ error: 'not_here', statusCode: 0, description: '', temporary: false })
				""");
		assertThat(own.request(this.goods).outcome().error()).isEqualTo("not_here");
		assertThat(own.logIn().outcome().error()).isEqualTo("not_here");
	}

	@Test
	void loginWhenOwnSourceGivesACodeAtOnceThenLogsIn() {
		String code = this.stage.miniProgram().code(this.stage.newcomer());
		assertThat(this.phone.startWithCodesOf("() => '" + code + "'").request(this.goods).outcome().status())
			.isEqualTo(200);
	}

}

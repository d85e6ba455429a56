package io.wegrant.simulator;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class AccessTokenTests {

	private static final String CLASSIC = "/cgi-bin/token";

	private static final String STABLE = "/cgi-bin/stable_token";

	private static final String STABLE_REQUEST = SimulatorClient.stableTokenRequest(SimulatorClient.APPID,
			SimulatorClient.SECRET, false);

	private static final String FORCED_REQUEST = SimulatorClient.stableTokenRequest(SimulatorClient.APPID,
			SimulatorClient.SECRET, true);

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	AccessTokenTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@Test
	void requestWhenClassicThenAnswersToken() {
		Reply reply = classic();
		assertThat(reply.contentType()).isEqualTo("application/json; encoding=utf-8");
		assertThat(reply.json().propertyNames()).containsExactly("access_token", "expires_in");
		assertThat(reply.json().path("expires_in").asInt()).isEqualTo(7200);
		assertWorks(reply.text("access_token"));
	}

	@Test
	void requestWhenClassicIsRepeatedThenOldTokenWorksForFiveMinutesMore() {
		String old = classic().text("access_token");
		String current = classic().text("access_token");
		assertThat(current).isNotEqualTo(old);
		this.simulator.advanceClock(Duration.ofMinutes(4));
		assertWorks(old);
		this.simulator.advanceClock(Duration.ofMinutes(1));
		use(old).assertRefused(40001, "invalid credential, access_token is invalid or not latest");
		assertWorks(current);
	}

	@ParameterizedTest
	@CsvSource({ "?appid=wx1234567890abcdef&secret=dev-app-secret-1, 40002, invalid grant_type",
			"?grant_type=client_credentials&appid=wx1234567890abcdef&secret=dev-app-secret-1, 40002, invalid grant_type",
			"?grant_type=client_credential&secret=dev-app-secret-1, 41002, appid missing",
			"?grant_type=client_credential&appid=wx1234567890abcdef, 41004, appsecret missing",
			"?grant_type=client_credential&appid=wx0&secret=dev-app-secret-1, 40013, invalid appid",
			"?grant_type=client_credential&appid=wx1234567890abcdef&secret=wrong, 40125, invalid appsecret" })
	void requestWhenClassicIsWrongThenRefuses(String query, int errcode, String errmsg) {
		this.client.get(CLASSIC + query).assertRefused(errcode, errmsg);
	}

	@Test
	void requestWhenStableThenAnswersSameTokenWithRemainingLife() {
		Reply first = this.client.post(STABLE, STABLE_REQUEST);
		this.simulator.advanceClock(Duration.ofMinutes(100));
		Reply second = this.client.post(STABLE, STABLE_REQUEST);
		assertThat(first.contentType()).isEqualTo("application/json; encoding=utf-8");
		assertThat(first.json().propertyNames()).containsExactly("access_token", "expires_in");
		assertThat(first.json().path("expires_in").asInt()).isEqualTo(7200);
		assertThat(second.text("access_token")).isEqualTo(first.text("access_token"));
		assertThat(second.json().path("expires_in").asInt()).isBetween(1190, 1200);
	}

	@Test
	void requestWhenStableIsAboutToExpireThenBothTokensWork() {
		String old = this.client.stableToken();
		this.simulator.advanceClock(Duration.ofSeconds(6901));
		String current = this.client.stableToken();
		assertThat(current).isNotEqualTo(old);
		assertWorks(old);
		assertWorks(current);
		this.simulator.advanceClock(Duration.ofMinutes(5));
		use(old).assertRefused(42001, "access_token expired");
		assertWorks(current);
	}

	@Test
	void requestWhenRefreshIsForcedThenOldTokenIsDeadAtOnce() {
		String old = this.client.stableToken();
		Reply forced = this.client.post(STABLE, FORCED_REQUEST);
		assertThat(forced.json().path("expires_in").asInt()).isEqualTo(7200);
		use(old).assertRefused(40001, "invalid credential, access_token is invalid or not latest");
		assertWorks(forced.text("access_token"));
	}

	@Test
	void requestWhenRefreshIsForcedAgainWithinThirtySecondsThenAnswersSameToken() {
		String first = force();
		assertThat(force()).isEqualTo(first);
		this.simulator.advanceClock(Duration.ofSeconds(30));
		assertThat(force()).isNotEqualTo(first);
	}

	@Test
	void requestWhenRefreshIsForcedMoreThanTwentyTimesADayThenRefuses() {
		Duration untilMidnightInChina = Duration.ofHours(24)
			.minusSeconds((System.currentTimeMillis() / 1000 + 8 * 3600) % 86400);
		this.simulator.advanceClock(untilMidnightInChina);
		for (int i = 0; i < 20; i++) {
			force();
			this.simulator.advanceClock(Duration.ofSeconds(31));
		}
		this.client.post(STABLE, FORCED_REQUEST).assertRefused(45009, "reach max api daily quota limit");
		this.simulator.advanceClock(Duration.ofHours(24));
		assertThat(force()).isNotEmpty();
	}

	@Test
	void requestWhenBothKindsAreUsedThenNeitherTouchesTheOther() {
		String stable = this.client.stableToken();
		String classic = classic().text("access_token");
		force();
		classic();
		this.simulator.advanceClock(Duration.ofMinutes(4));
		assertWorks(classic);
		use(stable).assertRefused(40001, "invalid credential, access_token is invalid or not latest");
	}

	@Test
	void requestWhenStableIsNotPostedThenRefuses() {
		this.client.get(STABLE).assertRefused(43002, "require POST method");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			'' | 44002 | empty post data
			grant_type=client_credential | 47001 | data format error
			[] | 47001 | data format error
			{} | 40002 | invalid grant_type
			{"grant_type":"client_credential"} | 41002 | appid missing
			{"grant_type":"client_credential","appid":"wx0"} | 41004 | appsecret missing
			{"grant_type":"client_credential","appid":"wx0","secret":"x"} | 40013 | invalid appid
			{"grant_type":"client_credential","appid":"wx1234567890abcdef","secret":"x"} | 40125 | invalid appsecret
			""")
	void requestWhenStableIsWrongThenRefuses(String body, int errcode, String errmsg) {
		this.client.post(STABLE, body).assertRefused(errcode, errmsg);
	}

	@Test
	void requestWhenBodyIsChunkedThenAnswers412WithoutBody() {
		Reply reply = this.client.postChunked(STABLE, STABLE_REQUEST);
		assertThat(reply.status()).isEqualTo(412);
		assertThat(reply.bytes()).isEmpty();
		assertThat(this.simulator.calls()).singleElement().satisfies((call) -> {
			assertThat(call.headers()).containsEntry("transfer-encoding", "chunked");
			assertThat(call.errcode()).isNull();
		});
	}

	private Reply classic() {
		return this.client.get(CLASSIC, "grant_type", "client_credential", "appid", SimulatorClient.APPID, "secret",
				SimulatorClient.SECRET);
	}

	private String force() {
		return this.client.post(STABLE, FORCED_REQUEST).text("access_token");
	}

	private void assertWorks(String token) {
		use(token).assertRefused(40097, "invalid args");
	}

	private Reply use(String token) {
		return this.client.phoneNumber(token, "{}");
	}

}

package io.wegrant.server.wechat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.TestProvider;
import io.wegrant.simulator.traffic.Fault;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.APP_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * T11: what WeChat says, and what the mini-program is told.
 */
@DisplayName("T11")
class WechatErrorsTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final String code = WECHAT.loginCode(APPID, "alice");

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@ParameterizedTest
	@CsvSource({ "40029, 400, invalid_grant", "40163, 400, invalid_grant", "40226, 400, access_denied",
			"45011, 503, temporarily_unavailable", "45009, 503, temporarily_unavailable",
			"-1, 503, temporarily_unavailable", "40013, 500, server_error", "40125, 500, server_error",
			"40164, 500, server_error", "40243, 500, server_error", "41001, 500, server_error",
			"41002, 500, server_error", "41004, 500, server_error", "41008, 500, server_error",
			"48001, 500, server_error", "50002, 500, server_error", "12345, 500, server_error",
			"61003, 500, server_error", "1, 500, server_error" })
	void loginWhenWechatAnswersErrorThenMapped(int errcode, int status, String error) {
		WECHAT.fault(Fault.errcode(errcode));

		assertThat(loginWithoutLeak()).isRefused(status, error);
	}

	@ParameterizedTest
	@ValueSource(ints = { 45011, 45009, -1 })
	void loginWhenWechatIsBusyThenSaysWhenToRetry(int errcode) {
		WECHAT.fault(Fault.errcode(errcode));

		assertThat(loginWithoutLeak()).saysWhenToRetry();
	}

	@ParameterizedTest
	@MethodSource("unreadable")
	void loginWhenWechatAnswersNonsenseThenTemporarilyUnavailable(Fault fault) {
		WECHAT.fault(fault);

		assertThat(loginWithoutLeak()).isRefused(503, "temporarily_unavailable").saysWhenToRetry();
	}

	static Stream<Fault> unreadable() {
		return Stream.of(Fault.html(), Fault.empty(), Fault.truncate(), Fault.garbage(), Fault.reset(),
				Fault.status(500), Fault.status(502), Fault.status(503), Fault.status(412), Fault.status(302),
				Fault.body("application/json", "[]"), Fault.body("application/json", "null"),
				Fault.body("text/plain", "\"oX\""), Fault.body("text/plain", "{\"openid\":\"o\"} {\"openid\":\"p\"}"),
				Fault.body("text/plain", "{\"openid\":\"oA\",\"openid\":\"oB\",\"session_key\":\"k\"}"),
				Fault.body("text/plain", "[".repeat(10_000)), Fault.body("text/plain", "{\"a\":".repeat(10_000)),
				Fault.body("text/plain", "{\"openid\":\"oA\",\"x\":\"" + "x".repeat(1_000_000) + "\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"session_key\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}",
			"{\"openid\":\"\",\"session_key\":\"k\"}", "{\"openid\":null,\"session_key\":\"k\"}",
			"{\"openid\":42,\"session_key\":\"k\"}", "{\"openid\":[\"oA\"],\"session_key\":\"k\"}",
			"{\"openid\":\"o A\",\"session_key\":\"k\"}", "{\"errcode\":0,\"errmsg\":\"ok\"}",
			"{\"openid\":\"oA\",\"errcode\":\"x\"}", "{\"openid\":\"oA\",\"errcode\":{}}",
			"{\"openid\":\"oA\",\"errcode\":99999999999}", "{\"openid\":\"oA\",\"errcode\":1.5}" })
	void loginWhenAnswerNamesNoUsableOpenidThenFailsClosed(String body) {
		WECHAT.fault(Fault.body("text/plain", body));

		assertThat(loginWithoutLeak()).isRefused(500, "server_error");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"openid\":\"oQuoted\",\"errcode\":\"40029\"}",
			"{\"openid\":\"oNumber\",\"errcode\":40029}" })
	void loginWhenErrorComesWithOpenidThenTheErrorCounts(String body) {
		WECHAT.fault(Fault.body("text/plain", body));

		assertThat(loginWithoutLeak()).isRefused(400, "invalid_grant");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"openid\":\"oZero\",\"session_key\":\"k\",\"errcode\":0,\"errmsg\":\"ok\"}",
			"{\"openid\":\"oQuotedZero\",\"session_key\":\"k\",\"errcode\":\"0\"}",
			"{\"expires_in\":7200,\"session_key\":\"k\",\"openid\":\"oMore\",\"unknown\":{\"a\":[1]}}",
			"{\"openid\":\"oAlone\"}" })
	void loginWhenAnswerIsASuccessInAnyKnownFormThenGrantsTokens(String body) {
		WECHAT.fault(Fault.body("text/plain", body));

		assertThat(loginWithoutLeak()).grantsTokens();
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/json; encoding=utf-8", "text/html", "nonsense" })
	void loginWhenContentTypeIsOddThenBytesCount(String contentType) {
		WECHAT.fault(Fault.contentType(contentType));

		assertThat(loginWithoutLeak()).grantsTokens();
	}

	@Test
	void loginWhenWechatHangsThenTemporarilyUnavailableWithinTheLimit() {
		WECHAT.fault(Fault.delay(Duration.ofSeconds(10)));
		long start = System.nanoTime();

		assertThat(loginWithoutLeak()).isRefused(503, "temporarily_unavailable").saysWhenToRetry();

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
	}

	@Test
	void loginWhenWechatIsNotThereThenTemporarilyUnavailable() {
		TestProvider lonely = TestProvider.shared(Database.H2, "wegrant.wechat.base-url=http://127.0.0.1:1");

		assertThat(lonely.token(Form.login(APPID, this.code))).isRefused(503, "temporarily_unavailable")
			.saysWhenToRetry();
	}

	@Test
	void loginWhenAnswerIsLostThenTheCallIsNotRepeated() {
		WECHAT.fault(Fault.reset());

		loginWithoutLeak();

		assertThat(WECHAT.calls()).filteredOn((call) -> this.code.equals(call.queryParameter("js_code").orElse("")))
			.hasSize(1);
	}

	@Test
	void loginWhenAsManyCallsAreUnderWayAsMayBeThenTurnedAway() {
		WECHAT.fault(Fault.delay(Duration.ofSeconds(10)));
		try (TestProvider narrow = TestProvider.start(Database.H2.create(), "wegrant.wechat.max-concurrent-calls=2",
				"wegrant.wechat.max-wait=100ms")) {
			List<Answer> answers = Concurrently.run(8,
					(number) -> () -> narrow.token(Form.login(APPID, "hanging" + number)));

			assertThat(answers).allSatisfy((answer) -> assertThat(answer).isRefused(503, "temporarily_unavailable"));
			assertThat(WECHAT.calls()).filteredOn(
					(call) -> call.queryParameter("js_code").filter((value) -> value.startsWith("hanging")).isPresent())
				.hasSize(2);
		}
	}

	@Test
	void loginWhenManyComeAtOnceThenTheyTakeTurns() {
		try (TestProvider narrow = TestProvider.start(Database.H2.create(), "wegrant.wechat.max-concurrent-calls=8",
				"wegrant.wechat.max-wait=10s")) {
			List<String> codes = IntStream.range(0, 16).mapToObj((i) -> WECHAT.loginCode(APPID, "alice")).toList();

			List<Answer> answers = Concurrently.run(codes.size(),
					(number) -> () -> narrow.token(Form.login(APPID, codes.get(number))));

			assertThat(answers).allSatisfy((answer) -> assertThat(answer).grantsTokens());
		}
	}

	@Test
	void loginWhenBlockedByWechatThenAudited() {
		WECHAT.fault(Fault.errcode(40226));
		JdbcTemplate jdbc = this.provider.bean(JdbcTemplate.class);
		String count = "SELECT COUNT(*) FROM audit_event WHERE type = 'LOGIN_BLOCKED_BY_WECHAT'";
		int before = jdbc.queryForObject(count, Integer.class);

		loginWithoutLeak();

		assertThat(jdbc.queryForObject(count, Integer.class)).isEqualTo(before + 1);
	}

	@Test
	void loginWhenWechatFailsThenMeteredByCause() {
		WECHAT.fault(Fault.errcode(40125));

		loginWithoutLeak();

		assertThat(this.provider.bean(MeterRegistry.class)
			.get("wegrant.wechat.code2session")
			.tags("outcome", "refused", "cause", "errcode_40125")
			.timer()
			.count()).isPositive();
	}

	@Test
	void loginWhenWechatFailsThenTheLogNamesTheFaultAndTheRequestId() {
		WECHAT.fault(Fault.errcode(40125));

		try (Logs logs = new Logs()) {
			this.provider.token(Form.login(APPID, this.code));

			Awaitility.await()
				.untilAsserted(() -> assertThat(logs.lines())
					.anySatisfy((line) -> assertThat(line).contains(APPID, "errcode_40125", "the app secret is wrong")
						.containsPattern("rid [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}")));
		}
	}

	private Answer loginWithoutLeak() {
		try (Logs logs = new Logs()) {
			Answer answer = this.provider.token(Form.login(APPID, this.code));

			assertThat(String.join("\n", logs.lines())).doesNotContain(this.code, APP_SECRET,
					WECHAT.openid(APPID, "alice"), WECHAT.sessionKey(APPID, "alice"), "secret=", "js_code=");
			assertThat(answer.body()).doesNotContain(this.code, APP_SECRET, WECHAT.sessionKey(APPID, "alice"));
			return answer;
		}
	}

}

package io.wegrant.simulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.wegrant.simulator.traffic.Call;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class CodeToSessionTests {

	private static final String PATH = "/sns/jscode2session";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	CodeToSessionTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@Test
	void exchangeWhenCodeIsFreshThenAnswersSession() {
		Reply reply = this.client.codeToSession(aliceCode());
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.contentType()).isEqualTo("text/plain");
		assertThat(reply.json().propertyNames()).containsExactlyInAnyOrder("openid", "session_key", "unionid");
		assertThat(reply.text("openid")).matches("o[A-Za-z0-9_-]{27}")
			.isEqualTo(this.simulator.openid(SimulatorClient.APPID, "alice"));
		assertThat(reply.text("unionid")).matches("o[A-Za-z0-9_-]{27}")
			.isEqualTo(this.simulator.unionid(SimulatorClient.APPID, "alice").orElseThrow());
		assertThat(reply.text("session_key")).matches("[A-Za-z0-9+/]{22}==")
			.isEqualTo(this.simulator.sessionKey(SimulatorClient.APPID, "alice"));
	}

	@Test
	void exchangeWhenAppHasNoOpenPlatformThenAnswersNoUnionid() {
		String code = this.simulator.loginCode(SimulatorClient.LONE_APPID, "alice");
		Reply reply = this.client.codeToSession(SimulatorClient.LONE_APPID, SimulatorClient.LONE_SECRET, code);
		assertThat(reply.json().propertyNames()).containsExactlyInAnyOrder("openid", "session_key");
	}

	@Test
	void exchangeWhenAppsShareOpenPlatformThenUnionidIsTheSameAndOpenidIsNot() {
		Reply first = this.client.codeToSession(aliceCode());
		String code = this.simulator.loginCode(SimulatorClient.SISTER_APPID, "alice");
		Reply second = this.client.codeToSession(SimulatorClient.SISTER_APPID, SimulatorClient.SISTER_SECRET, code);
		assertThat(second.text("unionid")).isEqualTo(first.text("unionid"));
		assertThat(second.text("openid")).isNotEqualTo(first.text("openid"));
	}

	@Test
	void exchangeWhenParametersAreUnknownThenIgnoresThem() {
		Reply reply = this.client.get(PATH, "access_token", "", "appid", SimulatorClient.APPID, "secret",
				SimulatorClient.SECRET, "js_code", aliceCode(), "grant_type", "authorization_code");
		assertThat(reply.text("openid")).isNotEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "appid, 41002, appid missing", "secret, 41004, appsecret missing", "js_code, 41008, missing code",
			"grant_type, 40002, invalid grant_type" })
	void exchangeWhenParameterIsMissingThenRefuses(String missing, int errcode, String errmsg) {
		String query = Stream
			.of("appid=" + SimulatorClient.APPID, "secret=" + SimulatorClient.SECRET, "js_code=" + aliceCode(),
					"grant_type=authorization_code")
			.filter((pair) -> !pair.startsWith(missing))
			.reduce((left, right) -> left + "&" + right)
			.orElseThrow();
		this.client.get(PATH + "?" + query).assertRefused(errcode, errmsg);
	}

	@Test
	void exchangeWhenParametersArePostedThenMissesAppid() {
		Reply reply = this.client.post(PATH, "appid=" + SimulatorClient.APPID);
		reply.assertRefused(41002, "appid missing");
		assertThat(reply.contentType()).isEqualTo("text/plain");
	}

	@Test
	void exchangeWhenAppidIsUnknownThenRefuses() {
		this.client.codeToSession("wx0", SimulatorClient.SECRET, aliceCode()).assertRefused(40013, "invalid appid");
	}

	@Test
	void exchangeWhenSecretIsWrongThenRefusesAndKeepsCode() {
		String code = aliceCode();
		this.client.codeToSession(SimulatorClient.APPID, "wrong", code).assertRefused(40125, "invalid appsecret");
		assertThat(this.client.codeToSession(code).text("openid")).isNotEmpty();
	}

	@Test
	void exchangeWhenCodeIsMadeUpThenRefusesWithTraceAfterComma() {
		Reply reply = this.client.codeToSession("the code is a mock one");
		reply.assertRefused(40029, "invalid code");
		assertThat(reply.text("errmsg")).startsWith("invalid code, rid: ");
	}

	@Test
	void exchangeWhenCodeIsOfAnotherAppThenRefuses() {
		String code = this.simulator.loginCode(SimulatorClient.SISTER_APPID, "alice");
		this.client.codeToSession(code).assertRefused(40029, "invalid code");
	}

	@Test
	void exchangeWhenCodeIsForPhoneThenRefuses() {
		String code = this.simulator.phoneCode(SimulatorClient.APPID, "alice");
		this.client.codeToSession(code).assertRefused(40029, "invalid code");
	}

	@Test
	void exchangeWhenCodeIsAlmostFiveMinutesOldThenAnswersSession() {
		String code = aliceCode();
		this.simulator.advanceClock(Duration.ofMinutes(5).minusSeconds(30));
		assertThat(this.client.codeToSession(code).text("openid")).isNotEmpty();
	}

	@Test
	void exchangeWhenCodeIsFiveMinutesOldThenRefuses() {
		String code = aliceCode();
		this.simulator.advanceClock(Duration.ofMinutes(5));
		this.client.codeToSession(code).assertRefused(40029, "invalid code");
	}

	@Test
	void exchangeWhenCodeWasUsedThenRefusesUntilItExpires() {
		String code = aliceCode();
		this.client.codeToSession(code);
		this.client.codeToSession(code).assertRefused(40163, "code been used");
		this.simulator.advanceClock(Duration.ofMinutes(5));
		this.client.codeToSession(code).assertRefused(40029, "invalid code");
	}

	@Test
	void exchangeWhenFiftyThreadsShareOneCodeThenOneSucceeds() throws Exception {
		String code = aliceCode();
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			Callable<Reply> exchange = () -> this.client.codeToSession(code);
			int succeeded = 0;
			for (Future<Reply> reply : threads.invokeAll(Stream.generate(() -> exchange).limit(50).toList())) {
				if (reply.get().json().has("openid")) {
					succeeded++;
				}
				else {
					reply.get().assertRefused(40163, "code been used");
				}
			}
			assertThat(succeeded).isEqualTo(1);
			assertThat(this.simulator.calls()).hasSize(50).filteredOn(Call::exchanged).hasSize(1);
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void loginWhenSoonAfterAnotherThenKeepsSessionKey() {
		String first = this.client.codeToSession(aliceCode()).text("session_key");
		this.simulator.advanceClock(Duration.ofSeconds(30));
		assertThat(this.client.codeToSession(aliceCode()).text("session_key")).isEqualTo(first);
	}

	@Test
	void loginWhenLongAfterAnotherThenReplacesSessionKey() {
		String first = this.client.codeToSession(aliceCode()).text("session_key");
		this.simulator.advanceClock(Duration.ofMinutes(1));
		assertThat(this.client.codeToSession(aliceCode()).text("session_key")).isNotEqualTo(first);
	}

	@Test
	void loginWhenRepeatedThenCodesDiffer() {
		List<String> codes = Stream.generate(this::aliceCode).limit(20).toList();
		assertThat(codes).doesNotHaveDuplicates().allMatch((code) -> code.matches("[A-Za-z0-9]{32}"));
	}

	private String aliceCode() {
		return this.simulator.loginCode(SimulatorClient.APPID, "alice");
	}

}

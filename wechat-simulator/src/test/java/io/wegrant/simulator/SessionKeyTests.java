package io.wegrant.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class SessionKeyTests {

	private static final String CHECK = "/wxa/checksession";

	private static final String RESET = "/wxa/resetusersessionkey";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	private final String openid;

	SessionKeyTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
		this.openid = simulator.openid(SimulatorClient.APPID, "alice");
	}

	@BeforeEach
	void login() {
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
	}

	@Test
	void checkWhenKeyIsValidThenAnswersOk() throws Exception {
		Reply reply = call(CHECK, this.openid, signature(sessionKey()), "hmac_sha256");
		assertThat(reply.contentType()).isEqualTo("application/json; encoding=utf-8");
		assertThat(reply.body()).isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\"}");
	}

	@Test
	void resetWhenKeyIsValidThenReplacesIt() throws Exception {
		String old = sessionKey();
		Reply reply = call(RESET, this.openid, signature(old), "hmac_sha256");
		assertThat(reply.json().propertyNames()).containsExactly("errcode", "errmsg", "openid", "session_key");
		assertThat(reply.text("openid")).isEqualTo(this.openid);
		assertThat(reply.text("session_key")).isEqualTo(sessionKey()).isNotEqualTo(old);
		call(CHECK, this.openid, signature(old), "hmac_sha256").assertRefused(87009, "invalid signature");
	}

	@ParameterizedTest
	@ValueSource(strings = { CHECK, RESET })
	void callWhenSignatureIsWrongThenRefuses(String path) throws Exception {
		call(path, this.openid, signature("HyVFkGl5F5OQWJZZaNzBBg=="), "hmac_sha256").assertRefused(87009,
				"invalid signature");
		call(path, this.openid, "", "hmac_sha256").assertRefused(87009, "invalid signature");
	}

	@ParameterizedTest
	@ValueSource(strings = { CHECK, RESET })
	void callWhenMethodOfSignatureIsWrongThenRefuses(String path) throws Exception {
		call(path, this.openid, signature(sessionKey()), "hmac_sha1").assertRefused(87008, "invalid sig_method");
	}

	@ParameterizedTest
	@ValueSource(strings = { CHECK, RESET })
	void callWhenUserNeverLoggedInThenRefuses(String path) throws Exception {
		call(path, "oNobody", signature(sessionKey()), "hmac_sha256").assertRefused(40003, "invalid openid");
		call(path, "", signature(sessionKey()), "hmac_sha256").assertRefused(40003, "invalid openid");
	}

	@ParameterizedTest
	@CsvSource({ CHECK + ", 87009, invalid signature", RESET + ", 87007, session_key is not existd or expired" })
	void callWhenKeyHasExpiredThenRefuses(String path, int errcode, String errmsg) throws Exception {
		String old = sessionKey();
		assertThat(this.client.delete("/simulator/people/wx1234567890abcdef/alice/session-key").status())
			.isEqualTo(204);
		call(path, this.openid, signature(old), "hmac_sha256").assertRefused(errcode, errmsg);
		assertThat(this.client.get("/simulator/people/wx1234567890abcdef/alice").json().path("session_key").isNull())
			.isTrue();
	}

	@Test
	void loginWhenKeyHasExpiredThenBringsANewOne() {
		String old = sessionKey();
		this.simulator.expireSessionKey(SimulatorClient.APPID, "alice");
		String code = this.simulator.loginCode(SimulatorClient.APPID, "alice");
		assertThat(this.client.codeToSession(code).text("session_key")).isEqualTo(sessionKey()).isNotEqualTo(old);
	}

	@ParameterizedTest
	@CsvSource({ "46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128, 0",
			"c7267aab006805499687f3b397966f972f9e299f3ab9caf71c785b652570d160, 87009",
			"46E043C5525C2D817C44BE603D30837A808A1D930D038F6FDC3E62A201FED128, 87009" })
	void checkWhenSignatureIsAVectorThenOnlyThatOfNothingWorks(String signature, int errcode) {
		assertThat(this.client.put("/simulator/people/wx1234567890abcdef/alice/session-key", """
				{"session_key":"o0q0otL8aEzpcZL/FT9WsQ=="}""").text("session_key")).isEqualTo(sessionKey());
		assertThat(call(CHECK, this.openid, signature, "hmac_sha256").json().path("errcode").asInt())
			.isEqualTo(errcode);
	}

	@Test
	void replaceWhenNoKeyIsGivenThenMakesOne() throws Exception {
		String old = sessionKey();
		String made = this.client.put("/simulator/people/wx1234567890abcdef/alice/session-key", "{}")
			.text("session_key");
		assertThat(made).isEqualTo(sessionKey()).isNotEqualTo(old);
		call(CHECK, this.openid, signature(old), "hmac_sha256").assertRefused(87009, "invalid signature");
	}

	@ParameterizedTest
	@ValueSource(strings = { "short", "o0q0otL8aEzpcZL/FT9WsQ", "o0q0otL8aEzpcZL/FT9WsR==" })
	void replaceWhenKeyIsWrongThenAnswersProblem(String sessionKey) {
		this.client
			.put("/simulator/people/wx1234567890abcdef/alice/session-key", "{\"session_key\":\"" + sessionKey + "\"}")
			.assertProblem(400, "session_key is not 16 bytes in Base64");
	}

	@ParameterizedTest
	@ValueSource(strings = { CHECK, RESET })
	void callWhenTokenIsWrongThenRefuses(String path) {
		this.client.get(path).assertRefused(41001, "access_token missing");
		this.client.get(path, "access_token", "x")
			.assertRefused(40001, "invalid credential, access_token is invalid or not latest");
	}

	private Reply call(String path, String openid, String signature, String method) {
		return this.client.get(path, "access_token", this.client.stableToken(), "openid", openid, "signature",
				signature, "sig_method", method);
	}

	private String sessionKey() {
		return this.simulator.sessionKey(SimulatorClient.APPID, "alice");
	}

	private static String signature(String sessionKey) throws Exception {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(sessionKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		return HexFormat.of().formatHex(mac.doFinal());
	}

}

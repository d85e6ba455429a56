package io.wegrant.simulator;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
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

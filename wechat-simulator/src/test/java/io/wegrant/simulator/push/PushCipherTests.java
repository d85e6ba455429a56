package io.wegrant.simulator.push;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * WeChat's published vectors of pushes and the answers to them.
 */
class PushCipherTests {

	private static final String TOKEN = "AAAAA";

	private static final String KEY = "A".repeat(43);

	private static final String APPID = "wxba5fad812f8e6fb9";

	private static final String PUSHED = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMk"
			+ "Uyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrf"
			+ "MZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSe"
			+ "OBrebufAlr7F9mFUPAJGj04=";

	private static final String MESSAGE = "{\"ToUserName\":\"gh_97417a04a28d\",\"FromUserName\":\"o9AgO5Kd5ggOC-bXrbNODIiE3bGY\","
			+ "\"CreateTime\":1714112445,\"MsgType\":\"event\",\"Event\":\"debug_demo\",\"debug_str\":\"hello world\"}";

	private static final String ANSWERED = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyR"
			+ "btzve1L32tmxSQ==";

	@Test
	void signWhenUrlIsCheckedThenMatchesVectors() {
		assertThat(PushCipher.sign(TOKEN, "1714037059", "486452656"))
			.isEqualTo("899cf89e464efb63f54ddac96b0a0a235f53aa78");
		assertThat(PushCipher.sign(TOKEN, "1714036504", "1514711492"))
			.isEqualTo("f464b24fc39322e44b38aa78f5edd27bd1441696");
	}

	@Test
	void signWhenPushedThenMatchesVector() {
		assertThat(PushCipher.sign(TOKEN, "1714112445", "415670741"))
			.isEqualTo("6c5c811b55cc85e0e1b54100749188c20beb3f5d");
	}

	@Test
	void signWhenCiphertextIsPushedThenMatchesVector() {
		assertThat(PushCipher.sign(TOKEN, "1714112445", "415670741", PUSHED))
			.isEqualTo("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3");
	}

	@Test
	void signWhenAnsweredThenMatchesVector() {
		assertThat(PushCipher.sign(TOKEN, "1713424427", "415670741", ANSWERED))
			.isEqualTo("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1");
	}

	@Test
	void decryptWhenPushedThenMatchesVector() {
		assertThat(MESSAGE).hasSize(167);
		assertThat(PushCipher.decrypt(KEY, APPID, PUSHED)).contains(MESSAGE);
	}

	@Test
	void encryptWhenPushedThenMatchesVector() {
		assertThat(encrypt(MESSAGE, "a8eedb185eb2fecf")).isEqualTo(PUSHED);
	}

	@Test
	void encryptWhenAnsweredThenMatchesVector() {
		assertThat(encrypt("{\"demo_resp\":\"good luck\"}", "707722b803182950")).isEqualTo(ANSWERED);
	}

	@Test
	void decryptWhenAnsweredThenMatchesVector() {
		assertThat(PushCipher.decrypt(KEY, APPID, ANSWERED)).contains("{\"demo_resp\":\"good luck\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "AAAA", "no Base64!",
			"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==" })
	void decryptWhenCiphertextIsNoneThenFindsNothing(String ciphertext) {
		assertThat(PushCipher.decrypt(KEY, APPID, ciphertext)).isEmpty();
	}

	@Test
	void decryptWhenAppIsAnotherThenFindsNothing() {
		assertThat(PushCipher.decrypt(KEY, "wx0", PUSHED)).isEmpty();
	}

	private static String encrypt(String message, String random) {
		return PushCipher.encrypt(KEY, APPID, message, random.getBytes(StandardCharsets.US_ASCII));
	}

}

package io.wegrant.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.simulator.traffic.Call;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class WechatGatewayTests {

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	WechatGatewayTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/sns/nothing", "/cgi-bin/nothing", "/wxa/nothing", "/wxa/business/nothing" })
	void callWhenPathIsUnknownThenRefuses(String path) {
		this.client.get(path).assertRefused(40066, "invalid url");
	}

	@Test
	void callWhenRefusedOutsideSnsThenTraceFollowsASpace() {
		String errmsg = this.client.get("/cgi-bin/nothing").text("errmsg");
		assertThat(errmsg).startsWith("invalid url rid: ");
		long seconds = Long.parseLong(errmsg.substring(17, 25), 16);
		assertThat(System.currentTimeMillis() / 1000 - seconds).isBetween(0L, 60L);
	}

	@Test
	void callWhenPostHasNoLengthThenAnswers412() throws Exception {
		String answer = raw("POST /cgi-bin/stable_token HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
		assertThat(answer).startsWith("HTTP/1.1 412 ").endsWith("\r\n\r\n");
	}

	@Test
	void callWhenQueryIsEncodedThenIsRecordedRawAndDecoded() {
		this.client.get("/sns/jscode2session", "js_code", "a&secret=x y微", "appid", "wx0");
		Call call = onlyCall();
		assertThat(call.method()).isEqualTo("GET");
		assertThat(call.query()).isEqualTo("js_code=a%26secret%3Dx+y%E5%BE%AE&appid=wx0");
		assertThat(call.queryParameter("js_code")).contains("a&secret=x y微");
		assertThat(call.queryParameters()).containsOnlyKeys("js_code", "appid");
		assertThat(call.errcode()).isEqualTo(41004);
		assertThat(call.exchanged()).isFalse();
		assertThat(call.fault()).isNull();
	}

	@Test
	void callWhenParameterIsRepeatedThenFirstValueCounts() {
		Reply reply = this.client.get("/cgi-bin/token?grant_type=client_credential&grant_type=x&appid=&appid=wx0");
		reply.assertRefused(41002, "appid missing");
		assertThat(onlyCall().queryParameters().get("appid")).containsExactly("", "wx0");
	}

	@Test
	void callWhenBodyIsJsonThenIsRecordedWithItsMembers() {
		String body = SimulatorClient.stableTokenRequest("wx0", "s", true);
		this.client.post("/cgi-bin/stable_token", body);
		Call call = onlyCall();
		assertThat(call.query()).isNull();
		assertThat(call.body()).isEqualTo(body);
		assertThat(call.bodyParameter("appid")).contains("wx0");
		assertThat(call.bodyParameter("force_refresh")).contains("true");
		assertThat(call.headers()).containsEntry("content-length", String.valueOf(body.length()));
	}

	@Test
	void callWhenEscapeIsBrokenThenIsRecordedAsItIs() throws Exception {
		assertThat(raw("GET /sns/jscode2session?appid=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
			.startsWith("HTTP/1.1 200 ");
		assertThat(onlyCall().queryParameter("appid")).contains("%zz");
	}

	private String raw(String request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.simulator.baseUrl().getPort())) {
			socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	private Call onlyCall() {
		assertThat(this.simulator.calls()).hasSize(1);
		return this.simulator.calls().get(0);
	}

}

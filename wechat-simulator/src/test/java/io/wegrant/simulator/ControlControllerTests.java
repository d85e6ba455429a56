package io.wegrant.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.control.Payment;
import io.wegrant.simulator.traffic.Call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(SimulatorExtension.class)
class ControlControllerTests {

	private static final String ALICE = "{\"appid\":\"wx1234567890abcdef\",\"user\":\"alice\"}";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	ControlControllerTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@Test
	void loginWhenAppIsKnownThenAnswersCode() {
		Reply reply = this.client.post("/simulator/login-codes", ALICE);
		assertThat(reply.contentType()).isEqualTo("application/json");
		assertThat(reply.json().propertyNames()).containsExactly("code");
		assertThat(this.client.codeToSession(reply.text("code")).text("openid"))
			.isEqualTo(this.simulator.openid(SimulatorClient.APPID, "alice"));
	}

	@Test
	void sharePhoneNumberWhenAppIsKnownThenAnswersCode() {
		String code = this.client.post("/simulator/phone-codes", ALICE).text("code");
		Reply reply = this.client.phoneNumber(this.client.stableToken(),
				String.format(Locale.ROOT, "{\"code\":\"%s\"}", code));
		assertThat(reply.json().path("phone_info").path("purePhoneNumber").stringValue()).isEqualTo("13800000001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/simulator/login-codes", "/simulator/phone-codes" })
	void obtainWhenAppIsUnknownThenAnswersProblem(String path) {
		this.client.post(path, "{\"appid\":\"wx0\",\"user\":\"alice\"}")
			.assertProblem(404, "No mini-program has the appid 'wx0'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"user":"alice"} | appid is missing
			{"appid":"wx1234567890abcdef"} | user is missing
			{"appid":"wx1234567890abcdef","user":" "} | user is missing
			{"appid":"wx1234567890abcdef","user":"alice","openid":"o"} | The body is not what this call takes
			not JSON | The body is not what this call takes
			""")
	void obtainWhenBodyIsWrongThenAnswersProblem(String body, String detail) {
		this.client.post("/simulator/login-codes", body).assertProblem(400, detail);
	}

	@Test
	void describeWhenPersonIsKnownThenAnswersIdentifiers() {
		JsonNode profile = this.client.get("/simulator/people/wx1234567890abcdef/alice").json();
		assertThat(profile.propertyNames()).containsExactlyInAnyOrder("appid", "user", "openid", "unionid", "phone",
				"session_key");
		assertThat(profile.path("phone").stringValue()).isEqualTo("+8613800000001")
			.isEqualTo(this.simulator.phoneNumber("alice"));
		assertThat(profile.path("openid").stringValue())
			.isEqualTo(this.simulator.openid(SimulatorClient.APPID, "alice"));
	}

	@Test
	void describeWhenAppHasNoOpenPlatformThenUnionidIsNull() {
		assertThat(this.client.get("/simulator/people/wx00000000000000aa/alice").json().path("unionid").isNull())
			.isTrue();
	}

	@Test
	void describeWhenAppIsUnknownThenAnswersProblem() {
		this.client.get("/simulator/people/wx0/alice").assertProblem(404, "No mini-program has the appid 'wx0'");
	}

	@Test
	void registerWhenAppIsNewThenItsUsersCanLogIn() {
		assertThat(this.client.put("/simulator/apps/wx0000000000000new", """
				{"secret":"s","openPlatform":"other"}""").status()).isEqualTo(204);
		String code = this.simulator.loginCode("wx0000000000000new", "alice");
		assertThat(this.client.codeToSession("wx0000000000000new", "s", code).text("unionid"))
			.isNotEqualTo(this.simulator.unionid(SimulatorClient.APPID, "alice").orElseThrow());
		JsonNode apps = this.client.get("/simulator/apps").json();
		assertThat(apps.findValuesAsString("appid")).contains("wx0000000000000new", SimulatorClient.APPID);
		assertThat(apps.toString()).doesNotContain("secret");
	}

	@Test
	void registerWhenAppSellsThenItsPeopleCanPay() {
		assertThat(this.client.put("/simulator/apps/wx000000000000sell", """
				{"secret":"s","payment":{"offerIds":["7"],"appKey":"dev-app-key","sandboxAppKey":"x",
					"products":[{"id":"tea","price":5}]}}""").status()).isEqualTo(204);
		this.simulator.loginCode("wx000000000000sell", "alice");
		ObjectNode request = SimulatorClient.payment("alice", """
				{"offerId":"7","buyQuantity":1,"currencyType":"CNY","productId":"tea","goodsPrice":5,
				"outTradeNo":"12345678","attach":""}""", this.simulator.sessionKey("wx000000000000sell", "alice"));
		assertThat(this.client.pay(request.put("appid", "wx000000000000sell")).text("errMsg"))
			.isEqualTo("requestVirtualPayment:ok");
		assertThat(this.simulator.payments()).singleElement().returns(List.of(), Payment::attempts);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
							{"secret":"s","pushFormat":"csv"} | pushFormat is neither json nor xml
							{"secret":"s","payment":{"appKey":"k","sandboxAppKey":"l","products":[],"startingCoins":0}} | offerIds is missing
							{"secret":"s","payment":{"offerIds":["7"],"sandboxAppKey":"l","products":[],"startingCoins":0}} | appKey is missing
							{"secret":"s","payment":{"offerIds":["7"],"appKey":"k","sandboxAppKey":"l","products":[],"startingCoins":-1}} | startingCoins is negative
					""")
	void registerWhenAppIsWrongThenAnswersProblem(String json, String detail) {
		this.client.put("/simulator/apps/wx1", json).assertProblem(400, detail);
	}

	@Test
	void registerWhenSecretIsMissingThenAnswersProblem() {
		this.client.put("/simulator/apps/wx1", "{}").assertProblem(400, "secret is missing");
	}

	@Test
	void registerWhenPersonIsKnownThenNumberChanges() {
		assertThat(this.client.put("/simulator/people/dora", """
				{"countryCode":"86","phoneNumber":"13800000009"}""").status()).isEqualTo(204);
		assertThat(this.simulator.phoneNumber("dora")).isEqualTo("+8613800000009");
		assertThat(this.client.get("/simulator/people").json().findValuesAsString("name")).contains("alice", "bob",
				"dora");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"phoneNumber":"13800000009"} | countryCode is missing
			{"countryCode":"86"} | phoneNumber is missing
			{"countryCode":"+86","phoneNumber":"13800000009"} | countryCode is not a country calling code
			{"countryCode":"86","phoneNumber":"one"} | phoneNumber is not 4 to 14 digits
			""")
	void registerWhenNumberIsWrongThenAnswersProblem(String body, String detail) {
		this.client.put("/simulator/people/dora", body).assertProblem(400, detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"kind":"errcode","errcode":40226} | 200 | 40226
			{"kind":"errcode","errcode":40226,"errmsg":"blocked"} | 200 | "blocked"
			[{"kind":"status","status":502,"paths":["/sns/jscode2session"],"times":1}] | 502 | ''
			{"kind":"html"} | 200 | <h1>
			{"kind":"empty"} | 200 | ''
			{"kind":"delay","delay":1} | 200 | 40013
			{"kind":"content-type","contentType":"text/css"} | 200 | 40013
			{"kind":"body","body":"no JSON","contentType":"text/plain"} | 200 | no JSON
			{"kind":"body","body":"no JSON"} | 200 | no JSON
			{"kind":"garbage"} | 200 | ''
			""")
	void putFaultsWhenKindIsKnownThenAppliesThem(String faults, int status, String part) {
		assertThat(this.client.put("/simulator/faults", faults).status()).isEqualTo(204);
		Reply reply = this.client.codeToSession("wx0", "s", "c");
		assertThat(reply.status()).isEqualTo(status);
		assertThat(reply.body()).contains(part);
		assertThat(this.client.delete("/simulator/faults").status()).isEqualTo(204);
		this.client.codeToSession("wx0", "s", "c").assertRefused(40013, "invalid appid");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reset", "truncate" })
	void putFaultsWhenConnectionIsToBreakThenCallsAreOnRecord(String kind) {
		this.client.put("/simulator/faults", String.format(Locale.ROOT, "{\"kind\":\"%s\",\"times\":1}", kind));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.client.post("/cgi-bin/stable_token", "{}"));
		assertThat(this.simulator.calls()).singleElement().returns(kind, Call::fault);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{} | kind is missing
			{"kind":"x"} | No kind of fault is called 'x'
			{"kind":"errcode"} | errcode is missing
			{"kind":"delay"} | delay is missing
			{"kind":"delay","delay":-1} | delay must not be negative
			{"kind":"status"} | status is missing
			{"kind":"status","status":99} | status must be from 200 to 599
			{"kind":"content-type"} | contentType is missing
			{"kind":"body"} | body is missing
			{"kind":"html","times":-1} | times must not be negative
			{"kind":"html","path":"/sns/jscode2session"} | The body is not what this call takes
			[null] | A fault is missing
			[{"kind":"html"},null] | A fault is missing
			""")
	void putFaultsWhenFaultIsWrongThenAnswersProblem(String faults, String detail) {
		this.client.put("/simulator/faults", faults).assertProblem(400, detail);
	}

	@Test
	void listCallsWhenFilteredThenAnswersNewestOfPath() {
		this.client.get("/sns/one");
		this.client.get("/sns/two", "n", "1");
		this.client.get("/sns/two", "n", "2");
		JsonNode calls = this.client.get("/simulator/calls", "path", "/sns/two", "limit", "1").json();
		assertThat(calls).hasSize(1);
		JsonNode call = calls.get(0);
		assertThat(call.propertyNames()).containsExactlyInAnyOrder("time", "method", "path", "query", "queryParameters",
				"bodyParameters", "body", "headers", "errcode", "exchanged", "fault");
		assertThat(call.path("query").stringValue()).isEqualTo("n=2");
		assertThat(call.path("queryParameters").path("n").get(0).stringValue()).isEqualTo("2");
		assertThat(call.path("errcode").asInt()).isEqualTo(40066);
		assertThat(call.path("time").stringValue()).endsWith("Z");
	}

	@Test
	void listCallsWhenLimitIsWrongThenAnswersProblem() {
		this.client.get("/simulator/calls", "limit", "-1").assertProblem(400, "limit must not be negative");
		assertThat(this.client.get("/simulator/calls", "limit", "x").status()).isEqualTo(400);
	}

	@Test
	void advanceClockWhenDurationIsGivenThenCodesAge() {
		String code = this.simulator.loginCode(SimulatorClient.APPID, "alice");
		assertThat(this.client.post("/simulator/clock", "{\"advance\":\"PT6M\"}").text("time")).endsWith("Z");
		this.client.codeToSession(code).assertRefused(40029, "invalid code");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{} | advance is missing
			{"advance":"PT-1S"} | The clock cannot go back
			{"advance":"PT9999999999999H"} | The clock cannot be more than 3650 days ahead
			{"advance":"P3651D"} | The clock cannot be more than 3650 days ahead
			{"advance":"soon"} | The body is not what this call takes
			""")
	void advanceClockWhenDurationIsWrongThenAnswersProblem(String body, String detail) {
		this.client.post("/simulator/clock", body).assertProblem(400, detail);
	}

	@Test
	void resetWhenUsedThenForgetsAllButDirectory() {
		this.client.put("/simulator/people/erin", "{\"countryCode\":\"86\",\"phoneNumber\":\"13800000008\"}");
		String code = this.simulator.loginCode(SimulatorClient.APPID, "alice");
		String sessionKey = this.simulator.sessionKey(SimulatorClient.APPID, "alice");
		String token = this.client.stableToken();
		this.client.put("/simulator/faults", "{\"kind\":\"empty\"}");
		assertThat(this.client.delete("/simulator/state").status()).isEqualTo(204);
		assertThat(this.simulator.calls()).isEmpty();
		this.client.codeToSession(code).assertRefused(40029, "invalid code");
		this.client.phoneNumber(token, "{}")
			.assertRefused(40001, "invalid credential, access_token is invalid or not latest");
		assertThat(this.simulator.sessionKey(SimulatorClient.APPID, "alice")).isNotEqualTo(sessionKey);
		assertThat(this.simulator.phoneNumber("erin")).isEqualTo("+8613800000008");
	}

	@Test
	void callWhenPathIsUnknownThenAnswersProblem() {
		Reply reply = this.client.get("/simulator/nothing");
		assertThat(reply.status()).isEqualTo(404);
		assertThat(reply.contentType()).isEqualTo("application/problem+json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "path=%ff", "path=%C0%80", "path=%zz", "%", "=1", "====" })
	void callsWhenParametersCannotBeReadThenAnswersProblem(String query) throws IOException {
		for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
			for (String path : List.of("/simulator/calls", "/simulator/login-codes", "/simulator/state",
					"/sns/jscode2session", "/wxa/business/getuserphonenumber", "/nothing")) {
				String answer = sendRaw(method + " " + path + "?" + query);
				assertThat(answer).matches("(?s)HTTP/1\\.1 (200|204|4[0-9][0-9]) .*");
			}
		}
		assertThat(sendRaw("GET /simulator/calls?" + query)).startsWith("HTTP/1.1 400 ")
			.contains("application/problem+json", "The parameters cannot be read");
	}

	private String sendRaw(String methodAndTarget) throws IOException {
		try (Socket socket = new Socket("localhost", this.simulator.baseUrl().getPort())) {
			socket.setSoTimeout(10_000);
			socket.getOutputStream()
				.write((methodAndTarget + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
						+ "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\n%zz")
					.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}

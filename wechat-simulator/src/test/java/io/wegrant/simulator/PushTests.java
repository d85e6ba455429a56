package io.wegrant.simulator;

import java.io.IOException;
import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.push.Message;
import io.wegrant.simulator.push.PushAnswer;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class PushTests {

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	private PushReceiver receiver;

	PushTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@BeforeEach
	void startReceiver() throws IOException {
		this.receiver = new PushReceiver();
		this.simulator.pushTo(this.receiver.baseUrl());
	}

	@AfterEach
	void stopReceiver() {
		this.receiver.close();
	}

	@ParameterizedTest
	@CsvSource({ "json, application/json", "xml, text/xml" })
	void pushWhenPlainThenSigned(String format, String type) {
		Reply reply = push("plain", format);

		assertThat(reply.json().toString()).isEqualTo("{\"status\":200,\"body\":\"success\",\"encrypted\":false}");
		PushReceiver.Received received = this.receiver.next();
		assertThat(received.contentType()).isEqualTo(type);
		received.assertSigned(PushReceiver.TOKEN);
		assertThat(received.query()).doesNotContain("encrypt_type", "msg_signature");
		assertThat(received.body()).contains("user_authorization_revoke",
				this.simulator.openid(SimulatorClient.APPID, "alice"), SimulatorClient.APPID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "json", "xml" })
	void pushWhenKeyIsThereThenEncryptedAndSigned(String format) {
		push(null, format);

		PushReceiver.Received received = this.receiver.next();
		assertThat(received.body()).doesNotContain("OpenID");
		assertThat(received.decrypted()).contains("user_authorization_revoke",
				this.simulator.openid(SimulatorClient.APPID, "alice"));
	}

	@Test
	void pushWhenMiniProgramWantsXmlThenIsXml() {
		this.simulator.register(new MiniProgram("wx-xml", "s", null, "t", null, "xml", null));
		this.client.post("/simulator/events", "{\"appid\":\"wx-xml\",\"user\":\"alice\",\"event\":\"e\"}");
		PushReceiver.Received received = this.receiver.next();
		assertThat(received.contentType()).isEqualTo("text/xml");
		assertThat(received.body()).startsWith("<xml>").contains("<Event><![CDATA[e]]></Event>");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"appid":"wx0","user":"alice","event":"e"} | 404 | No mini-program has the appid 'wx0'
					{"appid":"wx00000000000000aa","user":"alice","event":"e"} | 400 | The mini-program has no push token
					{"appid":"wxfedcba0987654321","user":"alice","event":"e","mode":"encrypted"} | 400 | The mini-program has no key to encrypt with
					{"appid":"wx1234567890abcdef","user":"alice"} | 400 | event is not a name
					{"appid":"wx1234567890abcdef","user":"alice","event":"e","mode":"x"} | 400 | mode is neither plain nor encrypted
					{"appid":"wx1234567890abcdef","user":"alice","event":"e","format":"x"} | 400 | format is neither json nor xml
					{"appid":"wx1234567890abcdef","user":"alice","event":"e","url":"http://127.0.0.1:1/"} | 502 | The receiver of the push cannot be reached""")
	void pushWhenNotPossibleThenAnswersProblem(String json, int status, String detail) {
		this.client.post("/simulator/events", json).assertProblem(status, detail);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "{\"Event\":\"debug_demo\",}", "<xml><a>]]></a>", "\uFEFF{}", "{\"a\":\"\u0001\"}", "微信" })
	void pushAnyTextWhenPlainThenIsTheBody(String text) {
		assertThat(this.simulator.push(new Message(SimulatorClient.APPID, text, null, false, null)))
			.isEqualTo(new PushAnswer(200, "success"));
		PushReceiver.Received received = this.receiver.next();
		assertThat(received.path()).isEqualTo("/events/" + SimulatorClient.APPID);
		received.assertSigned(PushReceiver.TOKEN);
		assertThat(received.body()).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "{\"Event\":\"debug_demo\",}", "<xml><a>]]></a>", "\uFEFF{}", "{\"a\":\"\u0001\"}", "微信" })
	void pushAnyTextWhenKeyIsThereThenIsEncrypted(String text) {
		this.simulator.push(Message.of(SimulatorClient.APPID, text));
		assertThat(this.receiver.next().decrypted()).isEqualTo(text);
	}

	@Test
	void pushAnyTextWhenXmlIsWantedThenEnvelopeIsXml() {
		Reply reply = pushAny("{\"appid\":\"wx1234567890abcdef\",\"body\":\"<xml/>\",\"contentType\":\"text/xml\"}");
		assertThat(reply.status()).isEqualTo(200);
		PushReceiver.Received received = this.receiver.next();
		assertThat(received.contentType()).isEqualTo("text/xml");
		assertThat(received.body()).startsWith("<xml>");
		assertThat(received.decrypted()).isEqualTo("<xml/>");
	}

	@Test
	void pushAnyTextWhenAnswerIsEncryptedThenAnswersWhatItHolds() {
		this.receiver.answer((received) -> PushReceiver.encrypted("{\"demo_resp\":\"good luck\"}"));
		assertThat(pushAny("{\"appid\":\"wx1234567890abcdef\",\"body\":\"{}\"}").json().toString())
			.isEqualTo("{\"status\":200,\"body\":\"{\\\"demo_resp\\\":\\\"good luck\\\"}\",\"encrypted\":true}");
	}

	@Test
	void pushAnyTextWhenAnswerIsEncryptedInXmlThenAnswersWhatItHolds() {
		this.receiver.answer((received) -> PushReceiver.encryptedXml("<xml><a>1</a></xml>"));
		assertThat(this.simulator.push(Message.of(SimulatorClient.APPID, "{}")))
			.isEqualTo(new PushAnswer(200, "<xml><a>1</a></xml>", true));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"MsgSignature":" | "MsgSignature":"0 | The MsgSignature of the answer is wrong
			"Encrypt":" | "Encrypt":"AAAA | The MsgSignature of the answer is wrong
			:1713424427 | :"1713424427" | TimeStamp of the answer is no number, or Nonce no text
			""")
	void pushAnyTextWhenEncryptedAnswerIsWrongThenAnswersProblem(String right, String wrong, String detail) {
		this.receiver.answer((received) -> PushReceiver.encrypted("{}").replace(right, wrong));
		pushAny("{\"appid\":\"wx1234567890abcdef\",\"body\":\"{}\"}").assertProblem(502, detail);
	}

	@Test
	void pushAnyTextWhenAnswerIsSignedButNotEncryptedThenAnswersProblem() {
		String signature = PushReceiver.sha1(PushReceiver.TOKEN, "1", "n", "AAAA");
		this.receiver.answer((received) -> String.format(Locale.ROOT,
				"{\"Encrypt\":\"AAAA\",\"MsgSignature\":\"%s\",\"TimeStamp\":1,\"Nonce\":\"n\"}", signature));
		pushAny("{\"appid\":\"wx1234567890abcdef\",\"body\":\"{}\"}").assertProblem(502,
				"The answer cannot be decrypted");
	}

	@Test
	void pushAnyTextWhenReceiverRefusesThenAnswersItsStatus() {
		this.receiver.answer(503, "{\"ErrCode\":1}");
		assertThat(this.simulator.push(Message.of(SimulatorClient.APPID, "{}")))
			.isEqualTo(new PushAnswer(503, "{\"ErrCode\":1}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"body":"{}"} | appid is missing
			{"appid":"wx1234567890abcdef"} | body is missing
			{"appid":"wx1234567890abcdef","body":"","contentType":"x"} | contentType is none
			{"appid":"wxfedcba0987654321","body":"","encrypted":true} | The mini-program has no key to encrypt with
			{"appid":"wx00000000000000aa","body":""} | The mini-program has no push token
			""")
	void pushAnyTextWhenRequestIsWrongThenAnswersProblem(String json, String detail) {
		pushAny(json).assertProblem(400, detail);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{} | url is missing
			{"url":"ftp://localhost/"} | url must be an http or https URL that ends with a slash
			{"url":"http://localhost/events"} | url must be an http or https URL that ends with a slash
			""")
	void pushToWhenUrlIsWrongThenAnswersProblem(String json, String detail) {
		this.client.put("/simulator/push-url", json).assertProblem(400, detail);
	}

	@Test
	void pushToWhenUrlChangesThenPushesGoThere() throws IOException {
		try (PushReceiver other = new PushReceiver()) {
			assertThat(this.client.put("/simulator/push-url", "{\"url\":\"" + other.baseUrl() + "\"}").status())
				.isEqualTo(204);
			this.simulator.push(Message.of(SimulatorClient.APPID, "{}"));
			assertThat(other.next().decrypted()).isEqualTo("{}");
			assertThat(this.receiver.count()).isZero();
		}
	}

	private Reply pushAny(String json) {
		return this.client.post("/simulator/messages", json);
	}

	private Reply push(String mode, String format) {
		ObjectNode push = JsonMapper.shared()
			.createObjectNode()
			.put("appid", SimulatorClient.APPID)
			.put("user", "alice")
			.put("event", "user_authorization_revoke")
			.put("mode", mode)
			.put("format", format);
		return this.client.post("/simulator/events", push.toString());
	}

}

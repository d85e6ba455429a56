package io.wegrant.server.wechat.events;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PushMessageTests {

	private static final String XML = """
			<xml>
			<ToUserName><![CDATA[gh_870882ca4b1]]></ToUserName>
			<CreateTime>1626857200</CreateTime>
			<Event><![CDATA[user_authorization_revoke]]></Event>
			<OpenID><![CDATA[owAqB1nqaOYYWl0Ng484G2z5NIwU]]></OpenID>
			</xml>""";

	@ParameterizedTest
	@ValueSource(strings = { XML, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + XML,
			"<?xml version=\"1.0\" encoding=\"UTF-16\"?><xml><CreateTime>1626857200</CreateTime>"
					+ "<Event>user_authorization_revoke</Event><OpenID>owAqB1nqaOYYWl0Ng484G2z5NIwU</OpenID></xml>",
			"{\"CreateTime\":1626857200,\"Event\":\"user_authorization_revoke\",\"OpenID\":\"owAqB1nqaOYYWl0Ng484G2z5NIwU\"}",
			" {\" CreateTime\":1626857200,\" Event\":\"user_authorization_revoke\",\" OpenID\":\"owAqB1nqaOYYWl0Ng484G2z5NIwU\"}",
			"<xml><More><OpenID>oOther</OpenID></More><CreateTime>1626857200</CreateTime>"
					+ "<Event>user_authorization_<!-- -->revoke</Event><OpenID>owAqB1nqaOYYWl0Ng484G2z5NIwU</OpenID></xml>",
			"{\"More\":{\"OpenID\":\"oOther\"},\"List\":[1],\"No\":null,\"CreateTime\":1626857200,"
					+ "\"Event\":\"user_authorization_revoke\",\"OpenID\":\"owAqB1nqaOYYWl0Ng484G2z5NIwU\"}" })
	void readWhenWellFormedThenTexts(String body) {
		PushMessage message = read(body).orElseThrow();

		assertThat(message.text("Event")).contains("user_authorization_revoke");
		assertThat(message.text("OpenID")).contains("owAqB1nqaOYYWl0Ng484G2z5NIwU");
		assertThat(message.text("CreateTime")).contains("1626857200");
		assertThat(message.text("More")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"MsgType\":\"text\",\"Content\":\"a\u0001\u0008b\tc\nd\",\"MsgId\":1}",
			"<xml><MsgType>text</MsgType><Content><![CDATA[a\u0001\u0008b\tc\nd\uFFFF]]></Content><MsgId>1</MsgId></xml>",
			"\uFEFF{\"MsgType\":\"text\",\"MsgId\":\"1\"}", "\uFEFF<xml><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
			"\u0000\n {\"MsgType\":\"text\",\"MsgId\":1,}\u0000\u0000",
			"{\"MsgType\":\"text\",\"Content\":\"\\'\\d\",\"List\":[1,],\"MsgId\":1}",
			"<xml><Content><![CDATA[a]]>b ]]> c]]]></Content><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
			"<xml><Content><![CDATA[]]>]]></Content><MsgType>text</MsgType><MsgId>1</MsgId></xml>",
			"<xml><Content><![CDATA[<a> & \uD83D\uDE00]]> ]]></Content><MsgType>text</MsgType><MsgId>1</MsgId></xml>" })
	@DisplayName("W06: what users write and WeChat passes on as it is makes no message unreadable")
	void readWhenUsersHaveWrittenAnythingThenTexts(String body) {
		PushMessage message = read(body).orElseThrow();

		assertThat(message.text("MsgType")).contains("text");
		assertThat(message.text("MsgId")).contains("1");
	}

	@Test
	void readWhenEndOfSectionIsWithinTextThenTextIsWhole() {
		assertThat(read("<xml><Content><![CDATA[a]]>b\u0001]]>]]></Content></xml>").orElseThrow().text("Content"))
			.contains("a]]>b\uFFFD]]>");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a]]></Content><MsgType>event</MsgType><Content><![CDATA[", "a]]></Content><Event>e</Event>",
					"]]></Content><MsgType>event</MsgType><Event>e</Event><OpenID>o</OpenID></xml><!--" })
	@DisplayName("W06: no text of a user's becomes an event")
	void readWhenTextOfAUserLooksLikeMembersThenNoEvent(String text) {
		Optional<PushMessage> message = read(
				"<xml><MsgType>text</MsgType><Content><![CDATA[" + text + "]]></Content><MsgId>1</MsgId></xml>");

		assertThat(message.flatMap((each) -> each.text("MsgType")).orElse("text")).isEqualTo("text");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"RevokeInfo\":[8,\"19\"]}", "{\" RevokeInfo\":\"8,19\"}",
			"<xml><RevokeInfo>8</RevokeInfo><RevokeInfo><![CDATA[19]]></RevokeInfo></xml>",
			"<xml><RevokeInfo><item>8</item><item>19</item></RevokeInfo></xml>" })
	void readWhenListThenJoined(String body) {
		assertThat(read(body).orElseThrow().text(PushMessage.REVOKE_INFO)).contains("8,19");
	}

	@ParameterizedTest
	@MethodSource("malformed")
	@Timeout(5)
	void readWhenMalformedThenNoneAtOnce(String body) {
		assertThat(read(body)).isEmpty();
	}

	static Stream<String> malformed() {
		String laughs = "<!DOCTYPE xml [<!ENTITY a \"lol\">"
				+ Stream.iterate('b', (c) -> c <= 'j', (c) -> (char) (c + 1))
					.map((c) -> "<!ENTITY " + c + " \"" + ("&" + (char) (c - 1) + ";").repeat(10) + "\">")
					.reduce("", String::concat)
				+ "]><xml><Event>&j;</Event></xml>";
		return Stream.of("", " ", "x", "null", "42", "\"Event\"", "[]", "[{}]", "{", "{\"a\":", "{\"a\":1}{\"a\":2}",
				"{\"Event\":\"a\",\"Event\":\"b\"}", "{\"Event\":\"a\",\" Event\":\"b\"}", "{'Event':'a'}",
				"[".repeat(60_000), "{\"a\":".repeat(10_000), "{\"a\":" + "[".repeat(30) + "]".repeat(30) + "}", "<",
				"<xml>", "<xml></xm>", "<xml/><xml/>", "<xml><Event>a</Event><Event>b</Event></xml>",
				"<a>".repeat(20_000), "<a>".repeat(30) + "</a>".repeat(30), laughs, "<!DOCTYPE xml><xml/>",
				"<!DOCTYPE xml SYSTEM \"http://127.0.0.1:1/x.dtd\"><xml/>",
				"<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><xml><OpenID>&x;</OpenID></xml>",
				"<!DOCTYPE xml [<!ENTITY % x SYSTEM \"http://127.0.0.1:1/\"> %x;]><xml/>",
				"<!DOCTYPE xml [<!ENTITY x \"y\">]><xml/>", "<xml><Event>&undeclared;</Event></xml>",
				"<xml a=\"1\" a=\"2\"/>", "<xml><Event>&#0;</Event></xml>", "<xml><p:Event>a</p:Event></xml>");
	}

	@Test
	void readWhenBytesAreRandomThenReadOrRefused() {
		Random random = new Random(42);
		byte[][] seeds = { XML.getBytes(StandardCharsets.UTF_8),
				"{\"Event\":\"e\",\"OpenID\":\"o\",\"List\":[{\"a\":1}]}".getBytes(StandardCharsets.UTF_8),
				"<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><E>&a;&#65;</E></xml>".getBytes(StandardCharsets.UTF_8) };
		int refused = 0;
		for (int round = 0; round < 5_000; round++) {
			byte[] body = seeds[round % seeds.length].clone();
			for (int change = 0; change <= random.nextInt(4); change++) {
				body[random.nextInt(body.length)] = (byte) random.nextInt(256);
			}
			refused += PushMessage.read(body).isEmpty() ? 1 : 0;
		}
		assertThat(refused).isPositive();
	}

	private static Optional<PushMessage> read(String body) {
		return PushMessage.read(body.getBytes(StandardCharsets.UTF_8));
	}

}

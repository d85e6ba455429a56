package io.wegrant.server.wechat.events;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import io.wegrant.server.Answer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.Users;
import io.wegrant.simulator.WechatSimulator;
import io.wegrant.simulator.push.Push;
import io.wegrant.simulator.push.PushAnswer;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * WeChat tells that a user has withdrawn what he had authorised, and others try to.
 */
@ParameterizedClass
@EnumSource(Database.class)
class WechatEventsStoryTests {

	private static final WechatSimulator PUSHING = WechatSimulator.start();

	private static final String TOKEN = "devPushToken1";

	private static final String KEY = "devEncodingAesKey1devEncodingAesKey1devEnco";

	/** The other mini-program takes pushes in clear. */
	private static final String OTHER_TOKEN = "devPushToken2";

	private final TestProvider provider;

	private final JdbcTemplate jdbc;

	private final String person = "person-" + UUID.randomUUID();

	private final String openid = WECHAT.openid(APPID, this.person);

	private final String otherOpenid = WECHAT.openid(OTHER_APPID, this.person);

	private final Answer login;

	private final String sub;

	WechatEventsStoryTests(Database database) {
		this.provider = TestProvider.shared(database);
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		this.login = this.provider.login(APPID, this.person);
		assertThat(this.login).grantsTokens();
		this.sub = this.login.claims().required("sub").asString();
	}

	@AfterAll
	static void stopPushing() {
		PUSHING.close();
	}

	@ParameterizedTest
	@CsvSource({ APPID + ", encrypted, json", APPID + ", encrypted, xml", OTHER_APPID + ", plain, json",
			OTHER_APPID + ", plain, xml" })
	@DisplayName("after WeChat has told, no token of the user works any more")
	void pushWhenWechatAccountIsDeletedThenAccountIsClosed(String appid, String mode, String format) {
		Answer other = this.provider.login(OTHER_APPID, this.person);

		PushAnswer answer = push(appid, "user_authorization_cancellation", mode, format);

		assertThat(answer).isEqualTo(new PushAnswer(200, "success"));
		assertThat(isActive(this.login)).isFalse();
		assertThat(isActive(other)).isFalse();
		assertThat(this.provider.token(Form.refresh(APPID, this.login.refreshToken()))).isRefused(400, "invalid_grant");
		assertThat(audited()).containsExactly("user_authorization_cancellation");
		assertThat(this.provider.login(appid, this.person).claims().required("sub").asString()).isNotEqualTo(this.sub);
	}

	@ParameterizedTest
	@MethodSource("numbersAndForms")
	@DisplayName("W06: of WeChat's whole list, in whatever form it comes, all that we keep is erased, and the rest stays")
	void pushWhenAuthorizationIsWithdrawnThenWhatItGaveIsErased(String withdrawn, Set<String> erased) {
		Answer login = sayEverything();

		assertTaken(signed().post(revoked(withdrawn)));
		assertTaken(signed().post(revoked(withdrawn)));

		JsonNode info = userinfo(login);
		Set<String> left = new TreeSet<>(
				Set.of("address", "bio", "birthdate", "email", "gender", "nickname", "phone_number", "picture"));
		left.removeAll(erased);
		assertThat(info.propertyNames()).containsAll(left);
		assertThat(Collections.disjoint(info.propertyNames(), erased)).isTrue();
		assertThat(this.jdbc.queryForList("SELECT type FROM audit_event WHERE sub = ? AND actor = 'wechat' ORDER BY id",
				String.class, this.sub))
			.containsExactlyElementsOf(auditedOf(erased));
	}

	static Stream<Arguments> numbersAndForms() {
		Map<Integer, Set<String>> kept = Map.of(2, Set.of("address"), 6, Set.of("nickname", "picture"), 8,
				Set.of("phone_number"), 16, Set.of("email"), 19, Set.of("nickname"), 20, Set.of("picture"), 201,
				Set.of("address"), 205, Set.of("nickname", "picture"), 301,
				Set.of("address", "email", "nickname", "phone_number", "picture"));
		Stream<Arguments> numbers = Stream
			.concat(IntStream.rangeClosed(0, 20).boxed(),
					Stream.of(60, 80, 200, 201, 202, 203, 204, 205, 206, 207, 301))
			.map((number) -> Arguments.of("\"" + number + "\"", kept.getOrDefault(number, Set.of())));
		Set<String> both = Set.of("phone_number", "email");
		return Stream.concat(numbers,
				Stream
					.of("\"8,16\"", "\" 8 , 16 \"", "\"8\\uFF0C16\"", "\"[8,16]\"", "\"8;16\"", "[8,16]",
							"[\"8\",\"16\"]", "[\"8,16\"]", "\"5,8,99999999999999999999,16,abc\"")
					.map((form) -> Arguments.of(form, both)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "8", "[8]", "8.0", "\"08\"" })
	void pushWhenOneNumberIsWithdrawnInAnyFormThenErased(String withdrawn) {
		Answer login = sayEverything();

		assertTaken(signed().post(revoked(withdrawn)));

		assertThat(userinfo(login).propertyNames()).contains("email").doesNotContain("phone_number");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<RevokeInfo><![CDATA[8,16]]></RevokeInfo>",
			"<RevokeInfo>8</RevokeInfo><RevokeInfo>16</RevokeInfo>",
			"<RevokeInfo><item>8</item><item>16</item></RevokeInfo>" })
	void pushWhenListIsXmlThenErased(String withdrawn) {
		Answer login = sayEverything();

		assertTaken(signed().post("text/xml",
				"<xml><MsgType>event</MsgType><Event>user_authorization_revoke</Event><OpenID>" + this.otherOpenid
						+ "</OpenID>" + withdrawn + "</xml>"));

		assertThat(userinfo(login).propertyNames()).contains("address").doesNotContain("phone_number", "email");
	}

	@Test
	@DisplayName("what was withdrawn from a plug-in is the plug-in's")
	void pushWhenAuthorizationIsWithdrawnFromPluginThenNothingChanges() {
		Answer login = sayEverything();

		assertTaken(signed().post(revoked("\"6,8\"").replace("}", ",\"PluginID\":\"wx0000000000000000\"}")));

		assertThat(userinfo(login).propertyNames()).contains("phone_number", "nickname", "picture");
	}

	@Test
	void pushWhenUserIsDisabledThenAccountIsClosedToo() {
		this.provider.bean(Users.class).disable(new Sub(this.sub));

		assertThat(push(APPID, "user_authorization_cancellation", "encrypted", "json").body()).isEqualTo("success");

		assertThat(isActive(this.login)).isFalse();
		assertThat(audited()).containsExactly("user_authorization_cancellation");
	}

	@ParameterizedTest
	@CsvSource({ "event, USER_AUTHORIZATION_CANCELLATION", "EVENT, User_Authorization_Cancellation",
			"Event, ' user_authorization_cancellation '" })
	@DisplayName("names of types and events are compared without their case")
	void pushWhenNamesAreInAnotherCaseThenTheSame(String type, String event) {
		assertTaken(encrypted(
				"{\"MsgType\":\"" + type + "\",\"Event\":\"" + event + "\",\"OpenID\":\"" + this.openid + "\"}"));

		assertThat(isActive(this.login)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_info_modified", "debug_demo", "user_authorization_cancellations" })
	void pushWhenEventIsAnotherThenNothingChanges(String event) {
		double before = counted(event.equals("user_info_modified") ? event : "other", "ignored");

		assertThat(push(APPID, event, "encrypted", "json")).isEqualTo(new PushAnswer(200, "success"));

		assertThat(isActive(this.login)).isTrue();
		assertThat(counted(event.equals("user_info_modified") ? event : "other", "ignored")).isEqualTo(before + 1);
	}

	@Test
	void pushWhenMessageIsNoEventThenNothingChanges() {
		assertTaken(
				signed().post("{\"MsgType\":\"image\",\"Content\":\"hello\",\"OpenID\":\"" + this.otherOpenid + "\"}"));
		assertTaken(signed().post("{\"MsgType\":\"image\",\"Event\":\"user_authorization_revoke\",\"OpenID\":\""
				+ this.otherOpenid + "\"}"));
		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	void pushWhenOpenidIsUnknownThenTaken() {
		assertTaken(signed().post(deleted("oNobody" + this.person.substring(7, 20))));
		assertTaken(signed().post(deleted(this.openid)));
		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	@DisplayName("a push that comes again is taken and not obeyed again, even if the user has come back")
	void pushWhenRepeatedThenObeyedOnce() {
		this.provider.login(OTHER_APPID, this.person);
		Signed push = signed();
		assertTaken(push.post(deleted(this.otherOpenid)));
		Answer again = this.provider.login(OTHER_APPID, this.person);

		assertTaken(push.post(deleted(this.otherOpenid)));
		assertTaken(push.post(deleted(this.otherOpenid)));

		assertThat(isActive(again)).isTrue();
		assertThat(audited()).hasSize(1);
	}

	@Test
	@DisplayName("an event from before the account, told again at another node, does not close it")
	void pushWhenEventIsOlderThanTheAccountThenNothingChanges() {
		this.provider.login(OTHER_APPID, this.person);
		long now = this.provider.clock().instant().getEpochSecond();

		assertTaken(signed().post(deleted(this.otherOpenid).replace("}", ",\"CreateTime\":" + (now - 60) + "}")));
		assertThat(isActive(this.login)).isTrue();

		assertTaken(signed().post(deleted(this.otherOpenid).replace("}", ",\"CreateTime\":" + now + "}")));
		assertThat(isActive(this.login)).isFalse();
	}

	@Test
	void pushWhenRepeatedAtOnceThenAllAreTaken() {
		this.provider.login(OTHER_APPID, this.person);
		Signed push = signed();

		List<Answer> answers = Concurrently.run(10, (number) -> () -> push.post(deleted(this.otherOpenid)));

		assertThat(answers).allSatisfy(WechatEventsStoryTests::assertTaken);
		assertThat(isActive(this.login)).isFalse();
		assertThat(audited()).hasSize(1);
	}

	@Test
	@DisplayName("in clear a signature does not cover the body: it is good for one body only")
	void pushWhenSignatureComesWithAnotherBodyThenRefused() {
		this.provider.login(OTHER_APPID, this.person);
		Signed push = signed();
		assertTaken(push.post("{\"MsgType\":\"event\",\"Event\":\"user_info_modified\"}"));

		assertRefused(403, push.post(deleted(this.otherOpenid)));

		assertThat(isActive(this.login)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(longs = { -301, -3600, -86400, 302, 3600 })
	void pushWhenSignedAtAnotherTimeThenRefused(long seconds) {
		Instant then = this.provider.clock().instant().plusSeconds(seconds);

		assertRefused(403, Signed.at(this.provider, OTHER_APPID, OTHER_TOKEN, then).post(deleted(this.otherOpenid)));
		assertRefused(403, Signed.at(this.provider, OTHER_APPID, OTHER_TOKEN, then).but("echostr", "1").get());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			signature | 0000000000000000000000000000000000000000
			signature | x
			signature | ''
			timestamp | 1
			timestamp | ''
			timestamp | 99999999999999999999
			timestamp | 17140365O4
			nonce | other
			nonce | ''
			nonce | a b
			nonce | 1'&'signature=2""")
	void pushWhenForgedThenRefused(String name, String value) {
		assertRefused(403, signed().but(name, value).post(deleted(this.otherOpenid)));
		assertRefused(403, signed().but(name, value).but("echostr", "echo").get());
		assertThat(isActive(this.login)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "signature", "timestamp", "nonce" })
	void pushWhenParameterIsMissingOrTwiceThenRefused(String name) {
		Signed push = signed();
		String twice = push.path() + "&" + name + "=1";

		assertRefused(403, this.provider.send(this.provider.request(twice)));
		assertRefused(403, push.without(name).post(deleted(this.otherOpenid)));
	}

	@Test
	void pushWhenSignedWithAnotherTokenThenRefused() {
		assertRefused(403, Signed.with(this.provider, OTHER_APPID, TOKEN).post(deleted(this.otherOpenid)));
		assertRefused(403, Signed.with(this.provider, OTHER_APPID, "").post(deleted(this.otherOpenid)));
		assertRefused(403, Signed.with(this.provider, APPID, OTHER_TOKEN).but("echostr", "1").get());
	}

	@ParameterizedTest
	@ValueSource(strings = { "wx00000000000000aa", "demo-service", "x", "%20" + APPID, APPID + "%20" })
	void pushWhenMiniProgramTakesNoneThenNotFound(String appid) {
		assertRefused(404, Signed.with(this.provider, appid, TOKEN).post(deleted(this.openid)));
		assertRefused(404, Signed.with(this.provider, appid, TOKEN).but("echostr", "1").get());
	}

	@Test
	@DisplayName("before the signature is verified nothing is asked of the database, and one statement of a plain push that"
			+ " nobody acts on")
	void pushWhenForgedThenDatabaseIsNotAsked() {
		Statements statements = this.provider.bean(Statements.class);

		assertThat(statements.during(() -> signed().but("nonce", "x").post(deleted(this.otherOpenid)))).isEmpty();
		assertThat(statements.during(() -> Signed.with(this.provider, "wx0", TOKEN).post("{}"))).isEmpty();
		assertThat(statements.during(() -> Signed.with(this.provider, APPID, TOKEN)
			.encrypted("AAAA")
			.but("msg_signature", "0".repeat(40))
			.post(envelope("AAAA")))).isEmpty();
		assertThat(statements.during(() -> signed().but("nonce", "x").but("echostr", "1").get())).isEmpty();
		assertThat(statements.during(() -> encrypted("{\"MsgType\":\"event\",\"Event\":\"user_info_modified\"}")))
			.isEmpty();
		assertThat(statements.during(() -> Signed.with(this.provider, APPID, TOKEN).but("echostr", "1").get()))
			.isEmpty();
		assertThat(statements.during(() -> signed().post("{\"MsgType\":\"event\",\"Event\":\"user_info_modified\"}")))
			.hasSize(2);
	}

	@Test
	void getWhenSignedThenEchoes() {
		Answer answer = signed().but("echostr", "4375120948345356249").get();

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("4375120948345356249");
		assertThat(answer.header("Content-Type")).startsWith("text/plain");
		assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<script>alert(1)</script>", "a;b", "a\nb", "" })
	void getWhenEchoIsNoneOfWechatsThenBadRequest(String echo) {
		assertRefused(400, signed().but("echostr", echo).get());
		assertRefused(400, signed().get());
	}

	@Test
	@DisplayName("a mini-program with a key takes nothing in clear, one without nothing encrypted")
	void pushWhenInAnotherModeThenRefused() {
		assertRefused(403, Signed.with(this.provider, APPID, TOKEN).post(deleted(this.openid)));
		assertRefused(403,
				Signed.with(this.provider, APPID, TOKEN).but("encrypt_type", "raw").post(deleted(this.openid)));
		String ciphertext = Signed.aes(KEY, Signed.layout(deleted(this.otherOpenid), OTHER_APPID));
		assertRefused(403, signed().encrypted(ciphertext).post(envelope(ciphertext)));
		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	@DisplayName("what comes in clear beside the ciphertext is not looked at")
	void pushWhenInCompatibleModeThenOnlyTheCiphertextCounts() {
		String bystander = WECHAT.openid(APPID, "bystander");
		String ciphertext = Signed.aes(KEY, Signed.layout(deleted(bystander), APPID));
		String both = deleted(this.openid).replace("}", ",\"Encrypt\":\"" + ciphertext + "\"}");

		assertTaken(Signed.with(this.provider, APPID, TOKEN).encrypted(ciphertext).post(both));

		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	void pushWhenCiphertextIsNotTheSignedOneThenRefused() {
		String signed = Signed.aes(KEY, Signed.layout("{}", APPID));
		String other = Signed.aes(KEY, Signed.layout(deleted(this.openid), APPID));
		Signed push = Signed.with(this.provider, APPID, TOKEN).encrypted(signed);

		assertRefused(403, push.post(envelope(other)));
		assertRefused(403, push.without("msg_signature").post(envelope(signed)));
		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	void pushWhenMeantForAnotherMiniProgramThenRefused() {
		assertUndecipherable(Signed.aes(KEY, Signed.layout(deleted(this.openid), OTHER_APPID)));
		double before = counted("user_authorization_cancellation", "malformed");
		assertTaken(encrypted(deleted(this.openid).replace("}", ",\"AppID\":\"" + OTHER_APPID + "\"}")));
		assertThat(counted("user_authorization_cancellation", "malformed")).isEqualTo(before + 1);
		assertThat(isActive(this.login)).isTrue();
	}

	@Test
	@DisplayName("wrong padding, length or key looks like a wrong signature")
	void pushWhenUndecipherableThenLikeForged() {
		byte[] padded = Signed.layout(deleted(this.openid), APPID);
		byte[] badPadding = padded.clone();
		badPadding[badPadding.length - 1] = 0;

		assertUndecipherable(Signed.aes(KEY, badPadding));
		assertUndecipherable(Signed.aes("A".repeat(43), padded));
		assertUndecipherable(Signed.aes(KEY, padded).substring(0, 40));
		assertUndecipherable("AAAA");
		assertUndecipherable("no Base64");
		assertThat(isActive(this.login)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "[]", "{", "{\"MsgType\":\"event\",\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}",
			"{\"MsgType\":\"event\",\"Event\":\"user_authorization_revoke\"}",
			"{\"MsgType\":\"event\",\"Event\":\"user_authorization_revoke\",\"OpenID\":\"\"}",
			"{\"MsgType\":\"event\",\"Event\":\"user_authorization_revoke\",\"OpenID\":\"o' OR 1=1\"}",
			"{\"MsgType\":\"event\",\"Event\":\"user_authorization_revoke\",\"OpenID\":[\"o\"]}",
			"<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><xml><MsgType>event</MsgType>"
					+ "<Event>user_authorization_revoke</Event><OpenID>&x;</OpenID></xml>" })
	@DisplayName("W06: what is signed and cannot be read is answered success, counted and logged")
	void pushWhenMalformedThenTakenAndCounted(String body) {
		double before = counted("other", "malformed") + counted("user_authorization_revoke", "malformed");

		try (Logs logs = new Logs()) {
			assertTaken(signed().post(body));
			assertTaken(encrypted(body));

			assertThat(logs.lines()).filteredOn((line) -> line.contains("was not acted on: malformed")).hasSize(2);
		}
		assertThat(counted("other", "malformed") + counted("user_authorization_revoke", "malformed"))
			.isEqualTo(before + 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\uFEFF%s", "%s\u0000", "\n%s\r\n" })
	@DisplayName("W06: an event is obeyed whatever stands around it")
	void pushWhenEventHasAByteOrderMarkThenObeyed(String around) {
		assertTaken(encrypted(around.replace("%s", deleted(this.openid).replace("}", ",}"))));

		assertThat(isActive(this.login)).isFalse();
	}

	@Test
	@DisplayName("where a ciphertext is due, its signature is")
	void pushWhenEnvelopeHasNoneThenLikeForged() {
		assertRefused(403, Signed.with(this.provider, APPID, TOKEN).encrypted("").post("{}"));
		assertRefused(403, Signed.with(this.provider, APPID, TOKEN).encrypted("").post("["));
		assertUndecipherable("");
	}

	@Test
	@DisplayName("of a long body nothing is read without a signature, and 64 KiB with one")
	void pushWhenBodyIsLongThenNotRead() {
		String body = "{\"MsgType\":\"event\",\"x\":\"" + "x".repeat(1_000_000) + "\"}";
		double before = counted("other", "malformed");

		assertTaken(signed().post(body));
		assertThat(counted("other", "malformed")).isEqualTo(before + 1);
		assertRefused(403, signed().but("nonce", "x").post(body));
		assertTaken(signed().post("{\"x\":\"" + "x".repeat(60_000) + "\"}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/xml", "application/octet-stream", "text/plain", "application/json; charset=utf-8" })
	void pushWhenContentTypeIsAnyThenTheBodyCounts(String contentType) {
		assertTaken(signed().post(contentType, deleted("oNobody")));
	}

	@Test
	@DisplayName("parameters in a body do not sign")
	void pushWhenParametersAreInTheBodyThenRefused() {
		String path = signed().path();
		String query = path.substring(path.indexOf('?') + 1);

		assertRefused(403,
				this.provider.send(this.provider.request("/wechat/events/" + OTHER_APPID)
					.header("Content-Type", "application/x-www-form-urlencoded")
					.POST(HttpRequest.BodyPublishers.ofString(query))));
	}

	@Test
	void pushWhenTakenThenNothingOfItIsLogged() {
		try (Logs logs = new Logs()) {
			assertTaken(signed().post(deleted(this.otherOpenid)));
			assertRefused(403, signed().but("nonce", "forgedNonce").post(deleted(this.otherOpenid)));
			assertTaken(encrypted("{\"OpenID\":" + this.openid));

			assertThat(String.join("\n", logs.lines())).doesNotContain(this.openid, this.otherOpenid, "forgedNonce",
					TOKEN, OTHER_TOKEN, KEY, "signature=");
		}
	}

	@Test
	void pushWhenRefusedThenCounted() {
		double forged = counted("none", "forged");
		double undecipherable = counted("none", "undecipherable");

		signed().but("nonce", "x").post("{}");
		assertUndecipherable("AAAA");

		assertThat(counted("none", "forged")).isEqualTo(forged + 1);
		assertThat(counted("none", "undecipherable")).isEqualTo(undecipherable + 1);
	}

	@Test
	void startWhenSecretsOfPushesAreStoredThenEncrypted() {
		assertThat(this.jdbc.queryForMap("SELECT * FROM mini_program WHERE appid = ?", APPID).values()).noneSatisfy(
				(value) -> assertThat((value instanceof byte[] bytes) ? new String(bytes, StandardCharsets.ISO_8859_1)
						: String.valueOf(value))
					.containsAnyOf(TOKEN, KEY));
	}

	private PushAnswer push(String appid, String event, String mode, String format) {
		PUSHING.reset();
		PUSHING.advanceClock(Duration.between(Instant.now(), this.provider.clock().instant()));
		return PUSHING.push(new Push(appid, this.person, event, mode, format, "201",
				this.provider.request("/wechat/events/" + appid).build().uri()));
	}

	private Signed signed() {
		return Signed.with(this.provider, OTHER_APPID, OTHER_TOKEN);
	}

	private Answer encrypted(String message) {
		String ciphertext = Signed.aes(KEY, Signed.layout(message, APPID));
		return Signed.with(this.provider, APPID, TOKEN).encrypted(ciphertext).post(envelope(ciphertext));
	}

	private void assertUndecipherable(String ciphertext) {
		assertRefused(403, Signed.with(this.provider, APPID, TOKEN).encrypted(ciphertext).post(envelope(ciphertext)));
	}

	private boolean isActive(Answer answer) {
		return this.provider.introspect(Form.about(answer.accessToken()).as(SERVICE, SERVICE_SECRET))
			.json()
			.required("active")
			.asBoolean();
	}

	private List<String> audited() {
		return this.jdbc.queryForList(
				"SELECT reason FROM audit_event WHERE type = 'ACCOUNT_CLOSED' AND actor = 'wechat' AND sub = ?",
				String.class, this.sub);
	}

	private static List<String> auditedOf(Set<String> erased) {
		Set<String> ofProfile = Set.of("address", "email", "nickname");
		return Stream
			.of(erased.contains("phone_number") ? "PHONE_LOST" : "",
					erased.stream().anyMatch(ofProfile::contains) ? "PROFILE_CHANGED" : "",
					erased.contains("picture") ? "PICTURE_CHANGED" : "")
			.filter((type) -> !type.isEmpty())
			.toList();
	}

	private double counted(String event, String outcome) {
		Counter counter = this.provider.bean(MeterRegistry.class)
			.find("wegrant.wechat.events")
			.tags("event", event, "outcome", outcome)
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	private Answer sayEverything() {
		Answer login = this.provider.token(Form.login(OTHER_APPID, WECHAT.loginCode(OTHER_APPID, this.person))
			.with("phone_code", WECHAT.phoneCode(OTHER_APPID, this.person))
			.with("resource", TestProvider.ISSUER));
		assertThat(login.text("phone")).isEqualTo("bound");
		assertThat(put(login, "/account/profile", "application/json",
				HttpRequest.BodyPublishers.ofString("{\"nickname\":\"Nick\",\"bio\":\"Likes tea.\","
						+ "\"gender\":\"any\",\"birthdate\":\"2000-01-01\",\"address\":{\"formatted\":\"1 Road\"},"
						+ "\"email\":\"a@example.com\"}")))
			.isEqualTo(204);
		assertThat(put(login, "/account/avatar", "image/png", HttpRequest.BodyPublishers.ofByteArray(picture())))
			.isEqualTo(200);
		return login;
	}

	private int put(Answer login, String path, String type, HttpRequest.BodyPublisher body) {
		return this.provider
			.send(this.provider.request(path)
				.header("Authorization", "Bearer " + login.accessToken())
				.header("Content-Type", type)
				.PUT(body))
			.status();
	}

	private JsonNode userinfo(Answer login) {
		String token = this.provider.token(Form.refresh(OTHER_APPID, login.refreshToken())).accessToken();
		return this.provider.send(this.provider.request("/userinfo").header("Authorization", "Bearer " + token)).json();
	}

	private static byte[] picture() {
		try {
			ByteArrayOutputStream png = new ByteArrayOutputStream();
			ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", png);
			return png.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String revoked(String withdrawn) {
		return "{\"MsgType\":\"Event\",\"Event\":\"user_authorization_revoke\",\"OpenID\":\"" + this.otherOpenid
				+ "\",\"RevokeInfo\":" + withdrawn + ",\"PluginID\":\"\"}";
	}

	private static String deleted(String openid) {
		return "{\"MsgType\":\"event\",\"Event\":\"user_authorization_cancellation\",\"OpenID\":\"" + openid + "\"}";
	}

	private static String envelope(String ciphertext) {
		return "{\"ToUserName\":\"gh_0\",\"Encrypt\":\"" + ciphertext + "\"}";
	}

	private static void assertTaken(Answer answer) {
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("success");
	}

	private static void assertRefused(int status, Answer answer) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.body()).isEmpty();
	}

}

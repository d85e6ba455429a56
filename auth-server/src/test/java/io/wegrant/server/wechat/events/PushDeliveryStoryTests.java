package io.wegrant.server.wechat.events;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.Answer;
import io.wegrant.server.ClientKeyServer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Logs;
import io.wegrant.server.ReceivingServer.Received;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;
import io.wegrant.server.TwoNodes;
import io.wegrant.server.accounts.Appid;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.ClientTokens;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.OTHER_APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * WeChat tells what is not the provider's but the company's to hear, and wants an answer.
 */
@ParameterizedClass
@EnumSource(Database.class)
class PushDeliveryStoryTests {

	private static final PushServices SERVICES = new PushServices();

	private static final String JSON_ERROR = "{\"ErrCode\":1,\"ErrMsg\":\"nobody takes it\"}";

	private static final String XML_ERROR = "<xml><ErrCode>1</ErrCode><ErrMsg><![CDATA[nobody takes it]]></ErrMsg></xml>";

	private static final String ANSWER = "{\"ErrCode\":0,\"ErrMsg\":\"\u5DF2\u6536\"}";

	private static final JsonMapper JSON = new JsonMapper();

	private final TestProvider provider;

	private final TestProvider otherNode;

	private final JdbcTemplate jdbc;

	private final String id = UUID.randomUUID().toString();

	PushDeliveryStoryTests(Database database) {
		TwoNodes nodes = TwoNodes.shared(database, SERVICES.registrations());
		this.provider = nodes.one();
		this.otherNode = nodes.other();
		this.jdbc = this.provider.bean(JdbcTemplate.class);
		SERVICES.reset();
	}

	@AfterAll
	static void stopServices() {
		SERVICES.close();
	}

	@ParameterizedTest
	@CsvSource({ "plain, json", "plain, xml", "encrypted, json", "encrypted, xml" })
	@DisplayName("W06: a push goes on as WeChat meant it, and the service's answer goes back as WeChat reads it")
	void pushWhenRoutedThenServiceAnswers(String mode, String format) {
		String message = message("xpay_coin_pay_notify", format);
		String answer = format.equals("json") ? ANSWER
				: "<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[\u5DF2\u6536]]></ErrMsg></xml>";
		SERVICES.answer(PushServices.SHOP, 200, answer);
		double before = counted("xpay", "delivered");

		Signed push = signed(mode, message);
		Answer heard = push.post(body(mode, format, message));

		assertThat(heard.status()).isEqualTo(200);
		assertThat(read(mode, format, push, heard)).isEqualTo(answer);
		assertThat(SERVICES.all()).singleElement().satisfies((received) -> {
			assertThat(received.method()).isEqualTo("POST");
			assertThat(received.path()).isEqualTo(PushServices.SHOP);
			assertThat(received.body()).isEqualTo(message);
			assertThat(received.contentType())
				.isEqualToIgnoringWhitespace(format.equals("json") ? "application/json" : "text/xml; charset=UTF-8");
			assertThat(received.headers()).containsExactlyInAnyOrder("Authorization", "Connection", "Content-length",
					"Content-type", "Host", "User-agent");
		});
		assertThat(counted("xpay", "delivered")).isEqualTo(before + 1);
	}

	@Test
	@DisplayName("W06: with a token of the provider's own: for the service, of no user, for a minute")
	void pushWhenRoutedThenTokenSaysWhoCalls() {
		encrypted(message("debug_demo", "json"));
		encrypted(message("xpay_coin_pay_notify", "json"));

		Received debug = SERVICES.at(PushServices.DEBUG).get(0);
		Received shop = SERVICES.at(PushServices.SHOP).get(0);
		assertThat(shop.header().required("typ").asString()).isEqualTo("at+jwt");
		assertThat(shop.header().required("alg").asString()).isEqualTo("ES256");
		assertThat(debug.header().required("alg").asString()).isEqualTo("RS256");
		assertThat(texts(debug.claims(), "aud")).isEqualTo("https://debug.example");
		JsonNode claims = shop.claims();
		assertThat(texts(claims, "iss", "sub", "client_id", "aud", "scope", "appid"))
			.isEqualTo(String.join(" ", ISSUER, "shop", "shop", PushServices.SHOP_RESOURCE, "wechat.events", APPID));
		assertThat(claims.propertyNames()).containsExactlyInAnyOrder("iss", "sub", "aud", "client_id", "scope", "jti",
				"iat", "exp", "client_epoch", "appid");
		assertThat(claims.required("exp").asLong() - claims.required("iat").asLong()).isEqualTo(60);
		assertIsOfNow(claims.required("iat").asLong());
		assertThat(this.provider.bean(AccessTokens.class).verify(shop.token())).isPresent();
		assertThat(this.provider.bean(AccessTokens.class).verify(debug.token())).isPresent();
		assertThat(shop.claims().required("jti")).isNotEqualTo(debug.claims().required("jti"));
	}

	@Test
	@DisplayName("W06: whoever gets hold of that token can do nothing with it at the provider")
	void callWhenTokenIsThatOfAPushThenRefused() {
		encrypted(message("xpay_coin_pay_notify", "json"));
		String token = SERVICES.at(PushServices.SHOP).get(0).token();

		assertThat(Stream.of("/account/sessions", "/account/export", "/userinfo", "/admin/api/keys", "/admin/api/audit")
			.map((path) -> this.provider
				.send(this.provider.request(path).header("Authorization", "Bearer " + token).GET())
				.status()))
			.allSatisfy((status) -> assertThat(status).isIn(401, 403));
		assertThat(this.provider
			.send(this.provider.request("/oauth2/introspect")
				.header("Authorization", "Bearer " + token)
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString("token=" + token)))
			.status()).isEqualTo(401);
		Answer own = this.provider.introspect(Form.about(token).as("shop", PushServices.SECRET));
		assertThat(texts(own.json(), "active", "scope", "client_id", "sub")).isEqualTo("true wechat.events shop shop");
		assertThat(own.json().has("sid")).isFalse();
		assertThat(this.provider.introspect(Form.about(token).as("debugger", PushServices.SECRET)).body())
			.isEqualTo("{\"active\":false}");
	}

	@Test
	@DisplayName("W06: after the service's tokens were ended, no push comes with one that is refused")
	void pushWhenTokensOfTheServiceWereEndedThenOfTheNewEpoch() {
		long before = epochOfAPush();
		this.otherNode.bean(Clients.class).endSessions(new ClientId("shop"));

		for (int attempt = 0; epochOfAPush() == before; attempt++) {
			assertThat(attempt).isLessThan(10_000);
		}

		assertThat(epochOfAPush()).isGreaterThan(before)
			.isEqualTo(this.jdbc.queryForObject("SELECT token_epoch FROM client WHERE client_id = 'shop'", Long.class));
	}

	private long epochOfAPush() {
		SERVICES.reset();
		assertTaken(encrypted(message("xpay_coin_pay_notify", "json")));
		return SERVICES.at(PushServices.SHOP).get(0).claims().required("client_epoch").asLong();
	}

	@ParameterizedTest
	@CsvSource({ "xpay_coin_pay_notify, /shop", "xpay_refund_notify, /refunds", "XPAY_REFUND_NOTIFY, /refunds",
			"xpay_refund_notify2, /shop", "xpay_subscribe_pay_fail_notify, /refunds",
			"xpay_goods_deliver_notify, /debug", "debug_demo, /debug", "user_info_modified, /people" })
	@DisplayName("W06: the exact name goes before the longest beginning")
	void pushWhenSeveralRoutesNameItThenTheClosest(String event, String path) {
		assertTaken(encrypted(message(event, "json")));

		assertThat(SERVICES.all()).extracting(Received::path).containsExactly(path);
	}

	@Test
	@DisplayName("W06: a route is of the mini-programs of its service, and of no service that is switched off")
	void pushWhenRouteIsOfAnotherMiniProgramOrSwitchedOffThenNotThere() {
		assertTaken(plain(message("debug_demo", "json")));
		assertTaken(plain(message("off_event", "json")));
		assertThat(plain(message("image")).text("MsgType")).isEqualTo("transfer_customer_service");
		assertTaken(plain(message("xpay_goods_deliver_notify", "json")));

		assertThat(SERVICES.all()).extracting(Received::path).containsExactly(PushServices.SHOP);
	}

	@Test
	@DisplayName("W06: two of one message go on as two; another body under the signature of a plain one goes nowhere")
	void pushWhenRepeatedThenGoesOnAgain() {
		String message = message("xpay_coin_pay_notify", "json");
		Signed push = signed("plain", message);

		assertTaken(push.post(message));
		assertTaken(push.at(this.otherNode).post(message));
		Answer other = push.at(this.otherNode).post(message("xpay_coin_pay_notify", "json").replace("1", "2"));
		assertTaken(encrypted(message));
		assertTaken(encrypted(message));

		assertThat(other.status()).isEqualTo(403);
		assertThat(SERVICES.at(PushServices.SHOP)).hasSize(4)
			.allSatisfy((received) -> assertThat(received.body()).isEqualTo(message));
	}

	@ParameterizedTest
	@MethodSource("failures")
	@DisplayName("W06: only a 2xx in time is an answer; of anything else WeChat hears that it is to come again")
	void pushWhenServiceFailsThenNotAcknowledged(String cause, HttpHandler failure) {
		SERVICES.answer(PushServices.SHOP, failure);
		SERVICES.answer(PushServices.PEOPLE, failure);
		double before = counted("xpay", "undelivered");
		long missed = missed(cause);
		String message = message("xpay_coin_pay_notify", "json");
		Signed push = signed("plain", message);

		assertUnavailable(JSON_ERROR, push.post(message));
		assertUnavailable(XML_ERROR, encrypted(message("xpay_coin_pay_notify", "xml"), "xml"));
		assertUnavailable("", plain(message("user_info_modified", "json")));
		SERVICES.answer(PushServices.SHOP, 200, ANSWER);

		assertThat(push.at(this.otherNode).post(message).body()).isEqualTo(ANSWER);
		assertThat(counted("xpay", "undelivered")).isEqualTo(before + 2);
		assertThat(missed(cause)).isEqualTo(missed + 3);
	}

	static Stream<Arguments> failures() {
		return Stream.of(failure("status_5xx", (exchange) -> ClientKeyServer.send(exchange, 503, ANSWER)),
				failure("status_4xx", (exchange) -> ClientKeyServer.send(exchange, 401, ANSWER)),
				failure("status_3xx", (exchange) -> {
					exchange.getResponseHeaders().set("Location", PushServices.REFUNDS);
					ClientKeyServer.send(exchange, 307, ANSWER);
				}), failure("too_long", (exchange) -> ClientKeyServer.send(exchange, 200, " ".repeat(65_537))),
				failure("too_long", PushDeliveryStoryTests::answerForEver), failure("status_4xx", (exchange) -> {
					exchange.sendResponseHeaders(404, 0);
					writeForEver(exchange);
				}), failure("connection", (exchange) -> {
					exchange.sendResponseHeaders(200, 100);
					exchange.getResponseBody().write("success".getBytes(StandardCharsets.UTF_8));
					exchange.getResponseBody().flush();
				}), failure("connection", HttpExchange::close));
	}

	private static Arguments failure(String cause, HttpHandler handler) {
		return Arguments.of(cause, handler);
	}

	private static void answerForEver(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(200, 0);
		writeForEver(exchange);
	}

	private static void writeForEver(HttpExchange exchange) throws IOException {
		byte[] some = " ".repeat(1024).getBytes(StandardCharsets.UTF_8);
		while (!Thread.currentThread().isInterrupted()) {
			exchange.getResponseBody().write(some);
		}
	}

	@Test
	@DisplayName("W06: a service that cannot be reached has not answered")
	void pushWhenServiceIsDownThenNotAcknowledged() {
		assertUnavailable("", plain(message("gone_event", "json")));
		assertUnavailable(JSON_ERROR, plain(message("xpay_gone_notify", "json")));
		assertUnavailable(XML_ERROR, plain(message("xpay_gone_notify", "xml")));
	}

	@ParameterizedTest
	@CsvSource({ "xpay_coin_pay_notify, 3500, 5000", "xpay_subscribe_ios_refund_query_notify, 2000, 3000" })
	@DisplayName("W06: what comes too late for WeChat has not come, be it a trickle")
	void pushWhenServiceIsSlowThenNotAcknowledgedInTime(String event, long earliest, long latest) {
		HttpHandler trickle = (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			CountDownLatch never = new CountDownLatch(1);
			try {
				for (int second = 0; second < 100; second++) {
					exchange.getResponseBody().write(' ');
					exchange.getResponseBody().flush();
					never.await(100, TimeUnit.MILLISECONDS);
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		SERVICES.answer(PushServices.SHOP, trickle);
		SERVICES.answer(PushServices.REFUNDS, trickle);
		long missed = missed("timeout");
		long start = System.nanoTime();

		assertUnavailable(JSON_ERROR, plain(message(event, "json")));

		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(earliest),
				Duration.ofMillis(latest));
		assertThat(missed("timeout")).isEqualTo(missed + 1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 204 })
	@DisplayName("W06: an empty answer and success are in clear, as WeChat takes them")
	void pushWhenAnswerIsEmptyThenInClear(int status) {
		SERVICES.answer(PushServices.SHOP, (exchange) -> exchange.sendResponseHeaders(status, -1));
		assertThat(encrypted(message("xpay_coin_pay_notify", "json"))).satisfies((answer) -> {
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.body()).isEmpty();
		});

		SERVICES.answer(PushServices.SHOP, 200, "success\n");
		assertTaken(encrypted(message("xpay_coin_pay_notify", "json")));
	}

	@ParameterizedTest
	@CsvSource({ "xpay_goods_deliver_notify, json", "XPAY_goods_deliver_notify, xml" })
	@DisplayName("W06: what WeChat wants an answer for and nobody takes is not acknowledged")
	void pushWhenPaymentHasNoRouteThenNotAcknowledged(String event, String format) {
		double before = counted("xpay", "unanswered");
		TestProvider unrouted = TestProvider.shared(Database.H2,
				Stream.of(SERVICES.registrations())
					.filter((each) -> !each.contains("push-routes"))
					.toArray(String[]::new));
		String message = message(event, format);

		try (Logs logs = new Logs()) {
			assertUnavailable(format.equals("json") ? JSON_ERROR : XML_ERROR,
					Signed.with(unrouted, OTHER_APPID, PushServices.OTHER_TOKEN).post(message));
			String ciphertext = ciphertext(message);
			assertUnavailable(format.equals("json") ? JSON_ERROR : XML_ERROR,
					Signed.with(unrouted, APPID, PushServices.TOKEN)
						.encrypted(ciphertext)
						.post(envelope(format, ciphertext)));

			assertThat(logs.lines()).filteredOn((line) -> line.contains("was not acted on: unanswered")).hasSize(2);
		}
		assertThat(counted(unrouted, "xpay", "unanswered")).isGreaterThanOrEqualTo(2);
		assertThat(counted("xpay", "unanswered")).isEqualTo(before);
	}

	@ParameterizedTest
	@CsvSource({ "plain, json", "plain, xml", "encrypted, json", "encrypted, xml" })
	@DisplayName("W06: a user's message that no service takes is handed over to people")
	void pushWhenMessageOfAUserHasNoRouteThenHandedOver(String mode, String format) {
		String message = format.equals("json") ? message("image")
				: "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o-A_1]]></FromUserName>"
						+ "<CreateTime>1</CreateTime><MsgType><![CDATA[image]]></MsgType><MsgId>1</MsgId></xml>";
		double before = counted("message", "handed_over");
		Signed push = signed(mode, message);

		Answer heard = push.post(body(mode, format, message));
		Answer again = push.post(body(mode, format, message));

		String expected = format.equals("json")
				? "{\"ToUserName\":\"o-A_1\",\"FromUserName\":\"gh_1\",\"CreateTime\":NOW,\"MsgType\":\"transfer_customer_service\"}"
				: "<xml><ToUserName><![CDATA[o-A_1]]></ToUserName><FromUserName><![CDATA[gh_1]]></FromUserName>"
						+ "<CreateTime>NOW</CreateTime>"
						+ "<MsgType><![CDATA[transfer_customer_service]]></MsgType></xml>";
		assertThat(List.of(heard, again)).allSatisfy((answer) -> {
			String body = read(mode, format, push, answer);
			Matcher time = Pattern.compile("[0-9]{10}").matcher(body);
			assertThat(time.find()).isTrue();
			assertIsOfNow(Long.parseLong(time.group()));
			assertThat(time.replaceFirst("NOW")).isEqualTo(expected);
		});
		assertThat(SERVICES.all()).isEmpty();
		assertThat(counted("message", "handed_over")).isEqualTo(before + 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"MsgType\":\"image\",\"ToUserName\":\"gh_1\"}",
			"{\"MsgType\":\"image\",\"ToUserName\":\"gh_1\",\"FromUserName\":\"o\\\"1\"}",
			"<xml><MsgType>image</MsgType><ToUserName>gh_1</ToUserName><FromUserName>o]]&gt;</FromUserName></xml>" })
	void pushWhenMessageOfAUserSaysNotWhoseThenTakenAndCounted(String message) {
		double before = counted("message", "malformed");

		assertTaken(plain(message));
		assertTaken(encrypted(message));

		assertThat(counted("message", "malformed")).isEqualTo(before + 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"MsgType\":\"text\",\"Content\":\"a\u0001b\tc\"}",
			"<xml><MsgType>text</MsgType><Content><![CDATA[a]]>b\u0001 ]]> c]]></Content></xml>",
			"\uFEFF{\"MsgType\":\"text\"}", "\n{\"MsgType\":\"text\",}\u0000",
			"{\"MsgType\":\"text\",\"a\":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]}" })
	@DisplayName("W06: what users write goes on as it is")
	void pushWhenTextIsOddThenGoesOnByteByByte(String message) {
		assertTaken(plain(message));
		assertTaken(encrypted(message));

		assertThat(SERVICES.at(PushServices.SHOP)).extracting(Received::body).containsExactly(message, message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"MsgType\":\"event\",\"Event\":\"xpay_coin_pay_notify\"",
			"{\"MsgType\":\"text\",\"MsgType\":\"event\",\"Event\":\"xpay_coin_pay_notify\"}" })
	@DisplayName("W06: what cannot be read goes nowhere, and is taken and counted")
	void pushWhenUnreadableThenTakenAndCounted(String message) {
		double before = counted("other", "malformed");

		assertTaken(plain(message));
		assertTaken(encrypted(message));

		assertThat(SERVICES.all()).isEmpty();
		assertThat(counted("other", "malformed")).isEqualTo(before + 2);
	}

	@Test
	@DisplayName("W06: an event of the provider's own is obeyed first, and goes on, also when it comes again")
	void pushWhenOwnEventIsRoutedThenObeyedAndGoesOn() {
		Answer login = this.provider.login(OTHER_APPID, this.id);
		assertThat(login).grantsTokens();
		String message = deleted();
		Signed push = signed("plain", message);
		SERVICES.answer(PushServices.PEOPLE, 500, "");
		double obeyed = counted("user_authorization_cancellation", "obeyed");
		double repeated = counted("user_authorization_cancellation", "repeated");

		assertUnavailable("", push.post(message));
		assertThat(this.provider.token(Form.refresh(OTHER_APPID, login.refreshToken()))).isRefused(400,
				"invalid_grant");
		SERVICES.answer(PushServices.PEOPLE, 200, "success");
		Answer again = this.provider.login(OTHER_APPID, this.id);
		assertTaken(push.post(message));

		assertThat(this.provider.token(Form.refresh(OTHER_APPID, again.refreshToken()))).grantsTokens();
		assertThat(SERVICES.at(PushServices.PEOPLE)).extracting(Received::body).containsExactly(message, message);
		assertThat(counted("user_authorization_cancellation", "obeyed")).isEqualTo(obeyed + 1);
		assertThat(counted("user_authorization_cancellation", "repeated")).isEqualTo(repeated + 1);
	}

	@Test
	@DisplayName("W06: an event that could not be obeyed has not gone on, and does when it comes again at another node")
	void pushWhenDatabaseIsAwayThenGoesOnLater() {
		assertThat(this.provider.login(OTHER_APPID, this.id)).grantsTokens();
		String message = deleted();
		Signed push = signed("plain", message);
		this.provider.takeDatabaseAway();
		try {
			assertThat(push.post(message).status()).isEqualTo(503);
			assertThat(SERVICES.all()).isEmpty();
		}
		finally {
			this.provider.giveDatabaseBack();
		}

		assertTaken(push.at(this.otherNode).post(message));

		assertThat(SERVICES.at(PushServices.PEOPLE)).hasSize(1);
		assertThat(this.jdbc.queryForObject(
				"SELECT COUNT(*) FROM audit_event WHERE type = 'ACCOUNT_CLOSED' AND actor = 'wechat'", Long.class))
			.isPositive();
	}

	@Test
	@DisplayName("while a service thinks, no connection to the database waits for it")
	void pushWhenServiceIsSlowThenDatabaseIsFree() throws SQLException {
		HikariDataSource pool = Objects.requireNonNull(this.jdbc.getDataSource()).unwrap(HikariDataSource.class);
		SERVICES.answer(PushServices.SHOP, (exchange) -> {
			for (int attempt = 0; pool.getHikariPoolMXBean().getActiveConnections() > 0; attempt++) {
				if (attempt == 10_000_000) {
					ClientKeyServer.send(exchange, 500, "");
				}
				Thread.onSpinWait();
			}
			ClientKeyServer.send(exchange, 200, ANSWER);
		});

		assertThat(plain(message("xpay_coin_pay_notify", "json")).body()).isEqualTo(ANSWER);
		assertThat(
				this.provider.bean(Statements.class).during(() -> encrypted(message("xpay_coin_pay_notify", "json"))))
			.isEmpty();
	}

	@Test
	@DisplayName("W06: a slow service holds up no other one")
	void pushWhenOneServiceIsSlowThenOthersAnswer() {
		CountDownLatch answered = new CountDownLatch(1);
		SERVICES.answer(PushServices.SHOP, (exchange) -> {
			try {
				answered.await(3, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			ClientKeyServer.send(exchange, 200, ANSWER);
		});

		List<Answer> answers = Concurrently.run(21, (number) -> () -> {
			if (number < 20) {
				return encrypted(message("xpay_coin_pay_notify", "json"));
			}
			Answer other = encrypted(message("debug_demo", "json"));
			answered.countDown();
			return other;
		});

		assertThat(answers).extracting(Answer::status).containsOnly(200);
	}

	@Test
	@DisplayName("W06: when as many wait for a service as may, the next one does not wait")
	void deliverWhenServiceHasAllItsTurnsThenMissedAtOnce() throws IOException {
		PushMessage message = PushMessage.read(message("xpay_coin_pay_notify", "json").getBytes(StandardCharsets.UTF_8))
			.orElseThrow();
		try (Deliveries one = new Deliveries(new PushRoutes(this.provider.bean(Clients.class)),
				this.provider.bean(ClientTokens.class), 2, this.provider.bean(MeterRegistry.class))) {
			SERVICES.answer(PushServices.SHOP, (exchange) -> {
				SERVICES.answer(PushServices.SHOP, 200, "second");
				Optional<Delivery> second = one.deliver(new Appid(APPID), message, System.nanoTime());
				ClientKeyServer.send(exchange, 200, String.valueOf(second.orElseThrow()));
			});

			assertThat(one.deliver(new Appid(APPID), message, System.nanoTime()))
				.contains(new Delivery.Answered(new Delivery.Missed("saturated").toString()));
			assertThat(one.deliver(new Appid(APPID), message, System.nanoTime()))
				.contains(new Delivery.Answered("second"));
		}
	}

	@Test
	@DisplayName("W06: nothing of a message, an answer or a token is logged")
	void pushWhenGoneOnThenNothingOfItIsLogged() {
		try (Logs logs = new Logs()) {
			encrypted(message("xpay_coin_pay_notify", "json"));
			SERVICES.answer(PushServices.SHOP, 500, ANSWER);
			encrypted(message("xpay_coin_pay_notify", "json"));
			plain(message("gone_event", "json"));

			assertThat(logs.lines()).contains("A push to " + APPID + " was not answered by service shop: status_5xx",
					"A push to " + OTHER_APPID + " was not answered by service gone: connection");
			assertThat(String.join("\n", logs.lines())).doesNotContain(this.id, "ErrCode", "Bearer ", "eyJ",
					SERVICES.at(PushServices.SHOP).get(0).claims().required("jti").asString(), "127.0.0.1:1");
		}
	}

	private String message(String event, String format) {
		return format.equals("json")
				? "{\"ToUserName\":\"gh_1\",\"FromUserName\":\"o-A_1\",\"CreateTime\":1,\"MsgType\":\"event\","
						+ "\"Event\":\"" + event + "\",\"OutTradeNo\":\"" + this.id
						+ "\",\"GoodsInfo\":{\"Attach\":\"\u8336\"}}"
				: "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><MsgType><![CDATA[event]]></MsgType><Event><![CDATA["
						+ event + "]]></Event><OutTradeNo>" + this.id
						+ "</OutTradeNo><GoodsInfo><Attach>\u8336</Attach></GoodsInfo></xml>";
	}

	private String message(String type) {
		return "{\"ToUserName\":\"gh_1\",\"FromUserName\":\"o-A_1\",\"CreateTime\":1,\"MsgType\":\"" + type
				+ "\",\"MsgId\":\"" + this.id + "\"}";
	}

	private String deleted() {
		return "{\"MsgType\":\"event\",\"Event\":\"user_authorization_cancellation\",\"OpenID\":\""
				+ WECHAT.openid(OTHER_APPID, this.id) + "\"}";
	}

	private Answer plain(String message) {
		return signed("plain", message).post(message);
	}

	private Answer encrypted(String message) {
		return encrypted(message, "json");
	}

	private Answer encrypted(String message, String format) {
		String ciphertext = ciphertext(message);
		return Signed.with(this.provider, APPID, PushServices.TOKEN)
			.encrypted(ciphertext)
			.post(envelope(format, ciphertext));
	}

	private Signed signed(String mode, String message) {
		return mode.equals("plain") ? Signed.with(this.provider, OTHER_APPID, PushServices.OTHER_TOKEN)
				: Signed.with(this.provider, APPID, PushServices.TOKEN).encrypted(ciphertext(message));
	}

	private static String body(String mode, String format, String message) {
		return mode.equals("plain") ? message : envelope(format, ciphertext(message));
	}

	private static String ciphertext(String message) {
		return Signed.aes(PushServices.KEY, Signed.layout(message, APPID));
	}

	private static String envelope(String format, String ciphertext) {
		return format.equals("json") ? "{\"ToUserName\":\"gh_1\",\"Encrypt\":\"" + ciphertext + "\"}"
				: "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[" + ciphertext
						+ "]]></Encrypt></xml>";
	}

	/**
	 * Reads an answer as WeChat does.
	 */
	private String read(String mode, String format, Signed push, Answer answer) {
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).startsWith(format.equals("json") ? "application/json" : "text/xml");
		if (mode.equals("plain")) {
			return answer.body();
		}
		String ciphertext = member(format, answer, "Encrypt");
		String time = member(format, answer, "TimeStamp");
		assertIsOfNow(Long.parseLong(time));
		assertThat(push.path()).contains("&nonce=" + member(format, answer, "Nonce") + "&");
		assertThat(PushSignature.matches(member(format, answer, "MsgSignature"), PushServices.TOKEN, time,
				member(format, answer, "Nonce"), ciphertext))
			.isTrue();
		assertThat(Base64.getDecoder().decode(ciphertext).length % 32).isZero();
		return new String(PushCipher.decrypt(PushServices.KEY, new Appid(APPID), ciphertext).orElseThrow(),
				StandardCharsets.UTF_8);
	}

	private static String member(String format, Answer answer, String name) {
		if (format.equals("json")) {
			JsonNode value = JSON.readTree(answer.body()).required(name);
			assertThat(value.isNumber()).isEqualTo(name.equals("TimeStamp"));
			return value.asString();
		}
		Matcher element = Pattern.compile("<" + name + ">(?:<!\\[CDATA\\[)?([^<\\]]*)(?:]]>)?</" + name + ">")
			.matcher(answer.body());
		assertThat(element.find()).isTrue();
		return element.group(1);
	}

	private void assertIsOfNow(long second) {
		long now = this.provider.clock().instant().getEpochSecond();
		assertThat(second).isBetween(now - 5, now);
	}

	private double counted(String event, String outcome) {
		return counted(this.provider, event, outcome);
	}

	private static double counted(TestProvider provider, String event, String outcome) {
		Counter counter = provider.bean(MeterRegistry.class)
			.find("wegrant.wechat.events")
			.tags("event", event, "outcome", outcome)
			.counter();
		return (counter != null) ? counter.count() : 0;
	}

	private long missed(String cause) {
		Timer timer = this.provider.bean(MeterRegistry.class)
			.find("wegrant.wechat.deliveries")
			.tags("outcome", "undelivered", "cause", cause)
			.timer();
		return (timer != null) ? timer.count() : 0;
	}

	private static String texts(JsonNode claims, String... names) {
		return Stream.of(names)
			.map(claims::required)
			.map((value) -> value.isArray() ? value.get(0) : value)
			.map(JsonNode::asString)
			.reduce((left, right) -> left + " " + right)
			.orElseThrow();
	}

	private static void assertTaken(Answer answer) {
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("success");
	}

	private static void assertUnavailable(String body, Answer answer) {
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.body()).isEqualTo(body);
	}

}

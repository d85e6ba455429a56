package io.wegrant.demo.orders;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.wegrant.demo.ResourceServerDemoApplication;
import io.wegrant.resourceserver.TestAccessToken;
import io.wegrant.resourceserver.TestAccountEvent;
import io.wegrant.resourceserver.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The orders over real HTTP, with a provider that is as small as can be. Each test is
 * users that no other test is.
 */
@SpringBootTest(classes = ResourceServerDemoApplication.class,
		webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
abstract class OrderRules {

	private static final String APPID = "wx1234567890abcdef";

	private static final String SIGNATURES = "/payment-signatures";

	private static final String MESSAGES = "/subscribe/send";

	private static final TestIssuer ISSUER = TestIssuer.start();

	private static final TestProvider PROVIDER = TestProvider.start();

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final String user = "buyer-" + COUNT.incrementAndGet();

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private JdbcClient database;

	@DynamicPropertySource
	static void provider(DynamicPropertyRegistry registry) {
		registry.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::issuer);
		registry.add("shop.provider", PROVIDER::url);
	}

	private static TestAccessToken token(String user) {
		return ISSUER.accessTokenFor("http://localhost:8090")
			.scope("appointments")
			.claim("sub", user)
			.claim("sid", "session-of-" + user)
			.claim("appid", APPID);
	}

	private static TestAccessToken ofProvider() {
		return ISSUER.accessTokenFor("http://localhost:8090")
			.without("user_epoch")
			.without("roles")
			.scope("wechat.events")
			.claim("client_id", "demo-service")
			.claim("sub", "demo-service")
			.claim("appid", APPID);
	}

	private CompletableFuture<HttpResponse<String>> send(String method, String path, TestAccessToken token, String type,
			String body) {
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.header("Authorization", "Bearer " + token.sign())
			.header("Content-Type", type)
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> order(TestAccessToken token) {
		return send("POST", "/orders", token, "application/json", "{\"product\":\"tea-membership\"}").join();
	}

	private String order() {
		HttpResponse<String> answer = order(token(this.user));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		return JsonPath.read(answer.body(), "$.id");
	}

	private HttpResponse<String> read(String reader, String id) {
		return send("GET", "/orders/" + id, token(reader), "application/json", "").join();
	}

	private HttpResponse<String> push(String type, String message) {
		return send("POST", "/wechat/events", ofProvider(), type, message).join();
	}

	private HttpResponse<String> pushJson(String message) {
		return push("application/json", message);
	}

	private void assertIs(String id, String status) {
		assertThat(read(this.user, id).body()).isEqualTo("{\"status\":\"" + status + "\"}");
	}

	private static String json(String id) {
		return String.format(Locale.ROOT,
				"{\"ToUserName\":\"gh_1\",\"FromUserName\":\"o-wechat\",\"CreateTime\":1796000000,\"MsgType\":\"event\","
						+ "\"Event\":\"xpay_goods_deliver_notify\",\"OpenId\":\"o-%s\",\"OutTradeNo\":\"%s\",\"Env\":0,"
						+ "\"GoodsInfo\":{\"ProductId\":\"tea-membership\",\"Quantity\":1,\"OrigPrice\":1990,"
						+ "\"ActualPrice\":1990,\"Attach\":\"a\"},\"RetryTimes\":0}",
				id, id);
	}

	private static String xml(String id) {
		return String.format(Locale.ROOT, "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><MsgType>event</MsgType>"
				+ "<Event><![CDATA[xpay_goods_deliver_notify]]></Event><OpenId><![CDATA[o-%s]]></OpenId>"
				+ "<OutTradeNo><![CDATA[%s]]></OutTradeNo><Env>0</Env><GoodsInfo>"
				+ "<ProductId><![CDATA[tea-membership]]></ProductId><Quantity>1</Quantity><OrigPrice>1990</OrigPrice>"
				+ "<ActualPrice>1990</ActualPrice></GoodsInfo></xml>", id, id);
	}

	private static void assertProblem(HttpResponse<String> answer, int status) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).doesNotContain("Exception", "trace", "\tat ");
	}

	private static void assertUnavailable(HttpResponse<String> answer, String retryAfter) {
		assertProblem(answer, 503);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue(retryAfter);
	}

	@Test
	void orderWhenSignedThenAnswersWhatWasSigned() {
		HttpResponse<String> answer = order(token(this.user));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
		String id = JsonPath.read(answer.body(), "$.id");
		assertThat(id).matches("[0-9a-f]{32}");
		assertThat(answer.headers().firstValue("Location")).hasValue("/orders/" + id);
		assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
		String signData = JsonPath.read(answer.body(), "$.signData");
		assertThat(signData).isEqualTo("{\"offerId\":\"1450000001\",\"buyQuantity\":1,\"env\":0,"
				+ "\"currencyType\":\"CNY\",\"productId\":\"tea-membership\",\"goodsPrice\":1990,\"outTradeNo\":\"" + id
				+ "\",\"attach\":\"tea-membership\"}");
		assertThat(answer.body()).contains("\"mode\":\"short_series_goods\"",
				"\"paySig\":\"of-app\",\"signature\":\"of-user\"");
		TestProvider.Asked signing = PROVIDER.asked(SIGNATURES, id).get(0);
		assertThat(signing.path()).isEqualTo("/wechat/apps/" + APPID + SIGNATURES);
		assertThat(signing.authorization()).isEqualTo("Bearer own-token");
		assertThat(JsonPath.<String>read(signing.body(), "$.sub")).isEqualTo(this.user);
		assertThat(JsonPath.<String>read(signing.body(), "$.sign_data")).isEqualTo(signData);
		assertIs(id, "NEW");
	}

	@Test
	void orderWhenManyThenTheShopGetsOneTokenThatIsForTheProvider() {
		order();
		int before = PROVIDER.asked("/oauth2/token", "").size();
		order();
		assertThat(PROVIDER.asked("/oauth2/token", "")).hasSize(before).allSatisfy((request) -> {
			assertThat(request.authorization()).startsWith("Basic ");
			assertThat(request.body()).contains("grant_type=client_credentials", "scope=wechat.apps",
					"resource=http%3A%2F%2Flocalhost%3A");
		});
	}

	@Test
	void orderWhenTokenOfShopIsRefusedThenGetsAnother() {
		order();
		PROVIDER.tell(SIGNATURES, 401, "{}", "");
		int before = PROVIDER.asked("/oauth2/token", "").size();
		order();
		assertThat(PROVIDER.asked("/oauth2/token", "")).hasSize(before + 1);
	}

	@ParameterizedTest
	@CsvSource({ "409,session_key_stale", "404,no_live_session" })
	void orderWhenUserHasToLogInThenConflictSaysSo(int status, String code) {
		PROVIDER.tell(SIGNATURES, status, "{\"code\":\"" + code + "\"}", "");
		HttpResponse<String> answer = order(token(this.user));
		assertProblem(answer, 409);
		assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo(code);
		assertThat(ordersOfUser()).isZero();
	}

	@Test
	void orderWhenProviderIsAwayThenUnavailable() {
		PROVIDER.tell(SIGNATURES, 503, "{\"code\":\"wechat_unavailable\"}", "7");
		assertUnavailable(order(token(this.user)), "7");
		PROVIDER.tell(SIGNATURES, 429, "{}", "30");
		assertUnavailable(order(token(this.user)), "30");
		PROVIDER.tell(SIGNATURES, 502, "<html>", "");
		assertUnavailable(order(token(this.user)), "5");
		PROVIDER.tell(SIGNATURES, TestProvider.NONE, "", "");
		assertUnavailable(order(token(this.user)), "5");
		PROVIDER.tell("/session-key-checks", 503, "{\"code\":\"wechat_unavailable\"}", "7");
		assertUnavailable(order(token(this.user)), "7");
		assertThat(ordersOfUser()).isZero();
	}

	@Test
	void orderWhenProviderRefusesTheShopThenServerErrorAndItIsLogged(CapturedOutput output) {
		PROVIDER.tell(SIGNATURES, 403, "{\"code\":\"job_not_granted\"}", "");
		assertProblem(order(token(this.user)), 500);
		assertThat(output).contains("job_not_granted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"product\":\"coffee\"}", "{\"product\":7}", "[]", "{\"product\":null}",
			"{\"product\":\"tea-membership\",\"price\":1}" })
	void orderWhenWishIsBadThenBadRequest(String wish) {
		assertProblem(send("POST", "/orders", token(this.user), "application/json", wish).join(), 400);
	}

	@Test
	void orderWhenNobodyHasLoggedInThenForbidden() {
		assertProblem(order(token(this.user).without("sid")), 403);
		assertProblem(order(token(this.user).without("appid")), 403);
		HttpResponse<String> answer = order(token(this.user).scope("goods.read"));
		assertProblem(answer, 403);
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("scope=\"appointments\"");
	}

	@Test
	void readWhenOfAnotherUserOrNobodyThenNotFound() {
		String id = order();
		assertProblem(read("another", id), 404);
		assertProblem(read(this.user, "nothing"), 404);
	}

	@Test
	void pushWhenInJsonThenPaidAndThankedOnce() {
		String id = order();
		for (int i = 0; i < 3; i++) {
			HttpResponse<String> answer = pushJson(json(id));
			assertThat(answer.body()).isEqualTo("{\"ErrCode\":0,\"ErrMsg\":\"success\"}");
			assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/json");
		}
		assertIs(id, "PAID");
		Awaitility.await().until(() -> !PROVIDER.asked(MESSAGES, id).isEmpty());
		assertThat(PROVIDER.asked(MESSAGES, id)).singleElement().satisfies((message) -> {
			assertThat(message.path()).isEqualTo("/wechat/apps/" + APPID + "/api/cgi-bin/message/subscribe/send");
			assertThat(message.body()).contains("\"touser\":\"o-" + id + "\"",
					"\"template_id\":\"tea-membership-thanks\"");
		});
	}

	@Test
	void pushWhenInXmlThenPaidAndAnsweredInXml() {
		String id = order();
		HttpResponse<String> answer = push("text/xml; charset=UTF-8", xml(id));
		assertThat(answer.body()).isEqualTo("<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>");
		assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/xml");
		assertIs(id, "PAID");
	}

	@Test
	void pushWhenTwentyAtOnceThenThankedOnce() {
		String id = order();
		List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
			.mapToObj((i) -> send("POST", "/wechat/events", ofProvider(), "application/json", json(id)))
			.toList();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.join().body()).contains("\"ErrCode\":0"));
		Awaitility.await().until(() -> !PROVIDER.asked(MESSAGES, id).isEmpty());
		assertThat(PROVIDER.asked(MESSAGES, id)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"ActualPrice":1990              | "ActualPrice":1
			"ActualPrice":1990,             | "Other":1990,
			"Quantity":1                    | "Quantity":2
			"Env":0                         | "Env":1
			"ProductId":"tea-membership"    | "ProductId":"coffee"
			xpay_goods_deliver_notify       | xpay_refund_notify
			xpay_goods_deliver_notify       | xpay_unheard_of
			"OutTradeNo":"                  | "OutTradeNo":"0
			"OutTradeNo"                    | "OtherNo"
			""")
	void pushWhenNotWhatWasOrderedThenIsNotAcknowledgedAndLogged(String right, String wrong, CapturedOutput output) {
		String id = order();
		HttpResponse<String> answer = pushJson(json(id).replace(right, wrong));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("{\"ErrCode\":1,\"ErrMsg\":\"not taken\"}");
		assertThat(output).contains("Not acknowledged: xpay_");
		assertIs(id, "NEW");
		assertThat(push("text/xml", xml(id).replace("1990", "1")).body()).startsWith("<xml><ErrCode>1</ErrCode>");
		assertIs(id, "NEW");
	}

	@Test
	void pushWhenPaidInAnotherMiniProgramThenIsNotAcknowledged() {
		String id = order();
		TestAccessToken other = ofProvider().claim("appid", "wxfedcba0987654321");
		assertThat(send("POST", "/wechat/events", other, "application/json", json(id)).join().body())
			.contains("\"ErrCode\":1");
		assertIs(id, "NEW");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"MsgType\":\"text\",\"Content\":\"hello \u0007\",}",
			"{\"MsgType\":\"event\",\"Event\":\"user_info_modified\"}" })
	void pushWhenNotAboutMoneyThenSuccess(String message) {
		HttpResponse<String> answer = pushJson(message);
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("success");
	}

	@Test
	void pushWhenUnreadableThenBadRequestAndNothingIsRead() {
		assertProblem(pushJson("{\"Event\":"), 400);
		assertProblem(push("text/xml", "<xml><Event>"), 400);
		assertProblem(push("text/xml", "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><xml>&e;</xml>"),
				400);
		assertThat(push("text/xml", "\ufeff<xml><MsgType>text</MsgType><Content>a\u0007</Content></xml>").body())
			.isEqualTo("success");
	}

	@Test
	void pushWhenMessageCannotBeSentThenOrderIsPaidAllTheSame(CapturedOutput output) {
		String id = order();
		PROVIDER.tell(MESSAGES, 500, "{}", "");
		assertThat(pushJson(json(id)).body()).contains("\"ErrCode\":0");
		Awaitility.await().until(() -> output.toString().contains("Nobody was thanked for order " + id));
		assertIs(id, "PAID");
	}

	@Test
	void pushWhenUserSaysSoThenForbidden() {
		String id = order();
		for (TestAccessToken token : List.of(token(this.user), token(this.user).scope("wechat.events"),
				token(this.user).scope("appointments wechat.events"))) {
			assertProblem(send("POST", "/wechat/events", token, "application/json", json(id)).join(), 403);
		}
		assertIs(id, "NEW");
	}

	@Test
	void callWhenTokenIsThatOfAPushThenNothingElseIsOpen() {
		assertProblem(order(ofProvider()), 403);
		assertProblem(send("GET", "/goods", ofProvider(), "application/json", "").join(), 403);
	}

	private void assertTakenTwice(TestAccountEvent event) {
		for (int i = 0; i < 2; i++) {
			assertThat(this.client
				.sendAsync(
						HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/wegrant/account-events"))
							.header("Content-Type", "application/secevent+jwt")
							.POST(HttpRequest.BodyPublishers.ofString(event.sign()))
							.build(),
						HttpResponse.BodyHandlers.ofString())
				.join()
				.statusCode()).isEqualTo(202);
		}
	}

	private static TestAccountEvent event(String user) {
		return ISSUER.accountEventFor("http://localhost:8090").about(user);
	}

	@Test
	void hearWhenAccountIsClosedThenItsOrdersAreErasedAndNoPaymentIsTakenForThem() {
		String id = order();
		String paid = order();
		pushJson(json(paid));
		assertTakenTwice(event(this.user));
		assertThat(ordersOfUser()).isZero();
		assertProblem(read(this.user, paid), 404);
		assertThat(pushJson(json(id)).body()).contains("\"ErrCode\":1");
	}

	@Test
	void hearWhenMergedThenOrdersBelongToTheOtherAndCanStillBePaid() {
		String stays = this.user + "-stays";
		String unpaid = order();
		String paid = order();
		pushJson(json(paid));
		HttpResponse<String> own = order(token(stays));
		TestAccountEvent merged = event(this.user).mergedInto(stays);
		assertTakenTwice(merged);
		assertProblem(read(this.user, paid), 404);
		assertThat(read(stays, paid).body()).contains("PAID");
		assertThat(read(stays, JsonPath.read(own.body(), "$.id")).body()).contains("NEW");
		assertTakenTwice(event(this.user));
		assertTakenTwice(merged);
		assertThat(pushJson(json(unpaid)).body()).contains("\"ErrCode\":0");
		assertThat(read(stays, unpaid).body()).contains("PAID");
	}

	private long ordersOfUser() {
		return this.database.sql("select count(*) from shop_order where sub = ?")
			.param(this.user)
			.query(Long.class)
			.single();
	}

}

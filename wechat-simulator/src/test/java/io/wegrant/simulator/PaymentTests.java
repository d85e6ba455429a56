package io.wegrant.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.control.Payment;
import io.wegrant.simulator.credentials.Signatures;
import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.Product;
import io.wegrant.simulator.directory.VirtualPayment;
import io.wegrant.simulator.payment.PaymentRequest;
import io.wegrant.simulator.payment.PaymentResult;
import io.wegrant.simulator.push.DeliveryAttempt;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(SimulatorExtension.class)
class PaymentTests {

	private static final String GOODS = "{\"offerId\":\"1450000001\",\"buyQuantity\":2,\"env\":0,\"currencyType\":\"CNY\","
			+ "\"productId\":\"tea-membership\",\"goodsPrice\":1990,\"outTradeNo\":\"order-0001\",\"attach\":\"a]]>b\"}";

	private static final String COINS = "{\"offerId\":\"1450000001\",\"buyQuantity\":50,\"env\":1,\"currencyType\":\"CNY\","
			+ "\"outTradeNo\":\"coins-0001\",\"attach\":\"\"}";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	private PushReceiver receiver;

	PaymentTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
	}

	@BeforeEach
	void startReceiver() throws IOException {
		this.receiver = new PushReceiver();
		this.simulator.pushTo(this.receiver.baseUrl());
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
	}

	@AfterEach
	void stopReceiver() {
		this.receiver.close();
	}

	@Test
	void payWhenGoodsAreSignedThenSucceedsAndPushesDelivery() {
		Reply reply = this.client.pay(request(GOODS));

		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.body()).isEqualTo("{\"errCode\":0,\"errMsg\":\"requestVirtualPayment:ok\"}");
		JsonNode message = JsonMapper.shared().readTree(this.receiver.next().decrypted());
		assertThat(message.propertyNames()).containsExactly("ToUserName", "FromUserName", "CreateTime", "MsgType",
				"Event", "OpenId", "OutTradeNo", "Env", "WeChatPayInfo", "GoodsInfo", "RetryTimes");
		assertThat(message.path("MsgType").stringValue()).isEqualTo("event");
		assertThat(message.path("Event").stringValue()).isEqualTo("xpay_goods_deliver_notify");
		assertThat(message.path("OpenId").stringValue()).isEqualTo(openid())
			.isNotEqualTo(message.path("FromUserName").stringValue());
		assertThat(message.path("OutTradeNo").stringValue()).isEqualTo("order-0001");
		assertThat(message.path("Env").toString()).isEqualTo("0");
		assertThat(message.path("RetryTimes").toString()).isEqualTo("0");
		assertThat(message.path("WeChatPayInfo").propertyNames()).containsExactly("MchOrderNo", "TransactionId",
				"PaidTime");
		assertThat(message.path("GoodsInfo").toString()).isEqualTo(
				"{\"ProductId\":\"tea-membership\",\"Quantity\":2,\"OrigPrice\":3980,\"ActualPrice\":3980,\"Attach\":\"a]]>b\"}");
	}

	@Test
	void payWhenCoinsAreSignedThenTopsUpAndPushesThem() {
		this.client.pay(request(COINS));

		JsonNode message = JsonMapper.shared().readTree(this.receiver.next().decrypted());
		assertThat(message.path("Event").stringValue()).isEqualTo("xpay_coin_pay_notify");
		assertThat(message.path("Env").toString()).isEqualTo("1");
		assertThat(message.path("CoinInfo").toString())
			.isEqualTo("{\"Quantity\":50,\"OrigPrice\":500,\"ActualPrice\":500,\"Attach\":\"\"}");
		String query = "{\"openid\":\"" + openid() + "\",\"user_ip\":\"127.0.0.1\",\"env\":1}";
		assertThat(this.client.xpay("query_user_balance", query, sessionKey()).json().path("balance").asInt())
			.isEqualTo(150);
		assertThat(this.client.xpay("query_user_balance", query.replace(":1}", ":0}"), sessionKey())
			.json()
			.path("balance")
			.asInt()).isEqualTo(100);
	}

	@Test
	void payWhenThereIsASaleThenSellingPriceIsPaid() {
		this.client.pay(request(GOODS.replace("1990,", "1990,\"activitySellingPrice\":990,")));
		assertThat(this.receiver.next().decrypted()).contains("\"OrigPrice\":3980,\"ActualPrice\":1980");
		assertThat(this.simulator.payments()).singleElement().returns(1980L, Payment::paidFee);
	}

	@Test
	void payWhenAppHasNoKeyThenDeliveryIsPlain() {
		byte[] signed = GOODS.getBytes(StandardCharsets.UTF_8);
		this.simulator.loginCode(SimulatorClient.SISTER_APPID, "alice");
		PaymentResult result = this.simulator.pay(new PaymentRequest(SimulatorClient.SISTER_APPID, "alice", GOODS,
				"short_series_goods", Signatures.ofPayment(SimulatorClient.APP_KEY, "requestVirtualPayment", signed),
				Signatures.ofSession(this.simulator.sessionKey(SimulatorClient.SISTER_APPID, "alice"), signed)));
		assertThat(result).isEqualTo(new PaymentResult(0, "requestVirtualPayment:ok"));
		PushReceiver.Received received = this.receiver.next();
		received.assertSigned("devPushToken2");
		assertThat(received.path()).isEqualTo("/events/" + SimulatorClient.SISTER_APPID);
		assertThat(received.json().path("GoodsInfo").path("Attach").stringValue()).isEqualTo("a]]>b");
	}

	@Test
	void payWhenAppWantsXmlThenDeliveryIsXml() {
		VirtualPayment payment = new VirtualPayment(List.of("1450000001"), SimulatorClient.APP_KEY, "other",
				List.of(new Product("tea-membership", 1990)), 0);
		this.simulator.register(new MiniProgram("wx-xml", "s", null, "t", null, "xml", payment));
		this.simulator.loginCode("wx-xml", "alice");
		ObjectNode request = SimulatorClient.payment("alice", GOODS, this.simulator.sessionKey("wx-xml", "alice"))
			.put("appid", "wx-xml");
		this.receiver.answer(200, "<xml><ErrCode>0</ErrCode><ErrMsg><![CDATA[success]]></ErrMsg></xml>");
		assertThat(this.client.pay(request).text("errMsg")).isEqualTo("requestVirtualPayment:ok");
		assertThat(this.receiver.next().body()).contains("<Env>0</Env>",
				"<GoodsInfo><ProductId><![CDATA[tea-membership]]>", "<Quantity>2</Quantity>",
				"<Attach><![CDATA[a]]]]><![CDATA[>b]]></Attach></GoodsInfo>");
		await(() -> this.simulator.payments().get(0).status() == 4);
	}

	@ParameterizedTest
	@MethodSource("rightAnswers")
	void deliverWhenAnswerIsRightThenOrderIsDelivered(Function<PushReceiver.Received, String> answer) {
		this.receiver.answer(answer);
		this.client.pay(request(GOODS));
		await(() -> !attempts().isEmpty());
		assertThat(attempts()).singleElement()
			.returns(true, DeliveryAttempt::accepted)
			.returns(200, DeliveryAttempt::status)
			.returns("xpay_goods_deliver_notify", DeliveryAttempt::event);
		assertThat(this.simulator.payments()).singleElement().returns(4, Payment::status);
	}

	static List<Function<PushReceiver.Received, String>> rightAnswers() {
		return List.of((received) -> "", (received) -> "success",
				(received) -> PushReceiver.encrypted("{\"ErrCode\":0,\"ErrMsg\":\"success\"}"),
				(received) -> PushReceiver.encrypted("success"));
	}

	@ParameterizedTest
	@MethodSource("wrongAnswers")
	void deliverWhenAnswerIsWrongThenIsPushedAgain(Function<PushReceiver.Received, String> answer) {
		this.receiver.answer(answer);
		this.client.pay(request(GOODS));
		this.receiver.next();
		await(() -> !attempts().isEmpty());
		assertThat(this.simulator.payments()).singleElement().returns(3, Payment::status);
		this.simulator.advanceClock(Duration.ofSeconds(2));
		assertThat(this.receiver.next().decrypted()).contains("\"RetryTimes\":1");
	}

	static List<Function<PushReceiver.Received, String>> wrongAnswers() {
		return List.of((received) -> "{\"ErrCode\":0}", (received) -> "SUCCESS",
				(received) -> PushReceiver.encrypted("{\"ErrCode\":1,\"ErrMsg\":\"later\"}"),
				(received) -> PushReceiver.encrypted("{\"ErrCode\":\"0\"}"), (received) -> PushReceiver.encrypted("{}"),
				(received) -> PushReceiver.encrypted("<xml><ErrCode>0</ErrCode></xml>"),
				(received) -> PushReceiver.encrypted("{\"ErrCode\":0}")
					.replace("\"Nonce\":\"n1\"", "\"Nonce\":\"n2\""));
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 204, 302, 400, 503 })
	void deliverWhenStatusIsNot200ThenIsPushedAgain(int status) {
		this.receiver.answer(status, "");
		this.client.pay(request(GOODS));
		await(() -> !attempts().isEmpty());
		assertThat(attempts()).first()
			.returns(false, DeliveryAttempt::accepted)
			.returns(status, DeliveryAttempt::status);
		this.receiver.answer(200, "");
		this.simulator.advanceClock(Duration.ofSeconds(2));
		await(() -> this.simulator.payments().get(0).status() == 4);
		assertThat(attempts()).hasSize(2);
	}

	@Test
	void deliverWhenNeverAcknowledgedThenPausesDoubleAndEndAfterFifteenRetries() {
		this.receiver.answer(500, "");
		this.client.pay(request(GOODS));
		for (int retries = 0; retries < 15; retries++) {
			int tries = retries + 1;
			await(() -> attempts().size() == tries);
			this.simulator.advanceClock(Duration.ofSeconds(2L << retries));
		}
		await(() -> attempts().size() == 16);
		this.simulator.advanceClock(Duration.ofDays(30));
		assertThat(attempts()).extracting(DeliveryAttempt::retryTimes)
			.isEqualTo(IntStream.rangeClosed(0, 15).boxed().toList());
		assertThat(Duration.between(attempts().get(13).time(), attempts().get(14).time()))
			.isBetween(Duration.ofSeconds(1L << 14), Duration.ofSeconds((1L << 14) + 60));
	}

	@Test
	void deliverWhenReceiverIsAwayThenIsNotedAndPushedAgain() {
		this.receiver.close();
		this.client.pay(request(GOODS));
		await(() -> !attempts().isEmpty());
		assertThat(attempts()).first()
			.returns(null, DeliveryAttempt::status)
			.returns("The receiver of the push cannot be reached", DeliveryAttempt::body);
	}

	@Test
	void deliverWhenForgottenUnderWayThenIsNotPushedAgain() {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		this.receiver.answer((received) -> {
			arrived.countDown();
			return waitFor(released) ? "later" : "late";
		});
		this.client.pay(request(GOODS));
		assertThat(waitFor(arrived)).isTrue();
		this.simulator.reset();
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
		released.countDown();
		this.receiver.next();
		this.receiver.answer(200, "");
		this.client.pay(request(GOODS));
		await(() -> !attempts().isEmpty());
		this.simulator.advanceClock(Duration.ofDays(1));
		assertThat(this.receiver.next().decrypted()).contains("\"RetryTimes\":0");
		assertThat(attempts()).hasSize(1);
		assertThat(this.receiver.count()).isEqualTo(2);
	}

	@Test
	void refundWhenPaidThenPushesIt() {
		this.client.pay(request(GOODS));
		this.receiver.next();
		await(() -> !attempts().isEmpty());
		Reply reply = this.client.xpay("refund_order",
				"{\"openid\":\"" + openid() + "\",\"order_id\":\"order-0001\",\"refund_order_id\":\"refund-0001\","
						+ "\"left_fee\":3980,\"refund_fee\":980,\"refund_reason\":\"0\",\"req_from\":\"1\",\"env\":0}",
				sessionKey());
		JsonNode message = JsonMapper.shared().readTree(this.receiver.next().decrypted());
		assertThat(message.propertyNames()).containsExactly("ToUserName", "FromUserName", "CreateTime", "MsgType",
				"Event", "OpenId", "WxRefundId", "MchRefundId", "WxOrderId", "MchOrderId", "RefundFee", "RetCode",
				"RetMsg", "RefundStartTimestamp", "RefundSuccTimestamp", "WxpayRefundTransactionId", "RetryTimes");
		assertThat(message.path("Event").stringValue()).isEqualTo("xpay_refund_notify");
		assertThat(message.path("WxRefundId").stringValue()).isEqualTo(reply.text("refund_wx_order_id"));
		assertThat(message.path("MchOrderId").stringValue()).isEqualTo("order-0001");
		assertThat(message.path("RefundFee").toString()).isEqualTo("980");
		await(() -> attempts().size() == 2);
		assertThat(this.simulator.payments()).singleElement()
			.returns(980L, Payment::refundFee)
			.returns(4, Payment::status);
	}

	@Test
	void listPaymentsWhenPaidThenAnswersOrderAndAttempts() {
		this.client.pay(request(GOODS));
		await(() -> !attempts().isEmpty());
		JsonNode payment = this.client.get("/simulator/payments").json().path(0);
		assertThat(payment.propertyNames()).containsExactlyInAnyOrder("time", "appid", "user", "env", "mode",
				"out_trade_no", "wx_order_id", "product_id", "quantity", "paid_fee", "refund_fee", "status",
				"attempts");
		assertThat(payment.path("attempts").path(0).propertyNames()).containsExactlyInAnyOrder("time", "event",
				"retry_times", "status", "body", "accepted");
		assertThat(payment.path("user").stringValue()).isEqualTo("alice");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"outTradeNo":"order-0001" | "outTradeNo":"_rder-0001" | 1001 | parameter error: outTradeNo
					"outTradeNo":"order-0001" | "outTradeNo":"order-1" | 1001 | parameter error: outTradeNo
					"outTradeNo":"order-0001" | "outTradeNo":"order-0001-order-0001-order-0001-" | 1001 | parameter error: outTradeNo
					"outTradeNo":"order-0001" | "outTradeNo":"order 0001" | 1001 | parameter error: outTradeNo
					"outTradeNo":"order-0001", | '' | -15016 | SIGN_DATA_INVALID field outTradeNo expects a string value
					,"attach":"a]]>b" | '' | -15016 | SIGN_DATA_INVALID field attach expects a string value
					"1450000001" | "1450000002" | 1001 | parameter error: offerId
					"1450000001" | "my shop" | -15016 | SIGN_DATA_INVALID field offerId doesn't expect an uint32 value
					"1450000001" | "4294967296" | -15016 | SIGN_DATA_INVALID field offerId doesn't expect an uint32 value
					"1450000001" | 1450000001 | -15016 | SIGN_DATA_INVALID field offerId expects a string value
					"buyQuantity":2 | "buyQuantity":"2" | -15016 | SIGN_DATA_INVALID field buyQuantity expects a number value
					"buyQuantity":2 | "buyQuantity":0 | 1001 | parameter error: buyQuantity
					"env":0 | "env":2 | 1001 | parameter error: env
					"CNY" | "USD" | -15004 | CURRENCY_TYPE_INVALID
					"currencyType":"CNY", | '' | -15016 | SIGN_DATA_INVALID field currencyType expects a string value
					"tea-membership" | "coffee" | -15010 | PRODUCT_UNPUBLISHED
					"goodsPrice":1990 | "goodsPrice":1991 | -15013 | GOODS_PRICE_INVALID
					"goodsPrice":1990, | '' | -15016 | SIGN_DATA_INVALID field goodsPrice expects a number value
					"goodsPrice":1990 | "goodsPrice":1990,"activitySellingPrice":1991 | 1001 | parameter error: activitySellingPrice
					"b"} | "b" | -15016 | SIGN_DATA_INVALID is no JSON
					""")
	void payWhenSignDataIsWrongThenFails(String right, String wrong, int errCode, String text) {
		String signData = right.equals("\"b\"}") ? GOODS.substring(0, GOODS.length() - 1) : GOODS.replace(right, wrong);
		assertFails(request(signData), errCode, text);
	}

	@Test
	void payWhenSignDataIsNoObjectThenFails() {
		assertFails(request(GOODS).put("signData", "[]"), -15016, "SIGN_DATA_INVALID is no JSON object");
	}

	@Test
	void payWhenEnvIsMissingThenIsLive() {
		assertThat(this.client.pay(request(GOODS.replace("\"env\":0,", ""))).text("errMsg"))
			.isEqualTo("requestVirtualPayment:ok");
		assertThat(this.simulator.payments()).singleElement().returns(0, Payment::env);
	}

	@Test
	void payWhenPaySigIsOfTheOtherEnvironmentThenFails() {
		ObjectNode live = request(GOODS);
		ObjectNode sandbox = request(GOODS.replace("\"env\":0", "\"env\":1"));
		assertFails(sandbox.put("paySig", live.path("paySig").stringValue()), -15006, "PAY_SIG_INVALID");
	}

	@Test
	void payWhenPaySigIsForAPathThenFails() {
		byte[] signed = GOODS.getBytes(StandardCharsets.UTF_8);
		assertFails(
				request(GOODS).put("paySig",
						Signatures.ofPayment(SimulatorClient.APP_KEY, "/xpay/requestVirtualPayment", signed)),
				-15006, "PAY_SIG_INVALID");
	}

	@ParameterizedTest
	@CsvSource({ "paySig, -15006, PAY_SIG_INVALID", "signature, -15005, SIGNATURE_INVALID" })
	void payWhenHexIsInUpperCaseThenFails(String name, int errCode, String text) {
		ObjectNode request = request(GOODS);
		request.put(name, request.path(name).stringValue().toUpperCase(Locale.ROOT));
		assertFails(request, errCode, text);
	}

	@Test
	void payWhenSignDataIsWrittenAnewThenFails() {
		assertFails(request(GOODS).put("signData", GOODS.replace(",", ", ")), -15006, "PAY_SIG_INVALID");
	}

	@Test
	void payWhenBothSignaturesAreWrongThenPaySigIsNamed() {
		assertFails(request(GOODS).put("paySig", "0").put("signature", "0"), -15006, "PAY_SIG_INVALID");
	}

	@Test
	void payWhenSessionKeyIsAnotherThenFails() {
		ObjectNode request = request(GOODS);
		this.simulator.replaceSessionKey(SimulatorClient.APPID, "alice");
		assertFails(request, -15005, "SIGNATURE_INVALID");
	}

	@Test
	void payWhenSessionKeyHasExpiredThenFails() {
		ObjectNode request = request(GOODS);
		this.simulator.expireSessionKey(SimulatorClient.APPID, "alice");
		assertFails(request, -15007, "SESSION_KEY_EXPIRED");
	}

	@Test
	void payWhenSignatureIsOfAnotherPersonThenFails() {
		ObjectNode request = request(GOODS);
		this.simulator.loginCode(SimulatorClient.APPID, "bob");
		assertFails(request.put("user", "bob"), -15005, "SIGNATURE_INVALID");
	}

	@Test
	void payWhenNumberWasUsedThenFails() {
		this.client.pay(request(GOODS));
		assertFails(request(GOODS), -15002, "OUT_TRADE_NO_USED");
		assertThat(this.simulator.payments()).hasSize(1);
	}

	@Test
	void payWhenBuildIsReleasedThenSandboxFails() {
		assertFails(request(COINS).put("envVersion", "release"), -15011, "SANDBOX_NOT_ALLOWED");
		assertThat(this.client.pay(request(COINS).put("envVersion", "trial")).text("errMsg"))
			.isEqualTo("requestVirtualPayment:ok");
	}

	@ParameterizedTest
	@CsvSource({ "-2, cancel", "-15003, SYSTEM_ERROR", "-15009, COIN_UNPUBLISHED", "-15012, ORDER_CLOSED" })
	void payWhenSomethingElseHappensThenFailsAndNumberIsFree(int errCode, String text) {
		assertFails(request(GOODS).put("errCode", errCode), errCode, text);
		assertThat(this.client.pay(request(GOODS)).text("errMsg")).isEqualTo("requestVirtualPayment:ok");
	}

	@ParameterizedTest
	@CsvSource({ "signData, signData", "mode, mode", "paySig, paySig", "signature, signature" })
	void payWhenArgumentIsMissingThenFails(String member, String argument) {
		ObjectNode request = request(GOODS);
		request.remove(member);
		assertFails(request, 1001, "parameter error: parameter." + argument + " should be String");
	}

	@Test
	void payWhenModeIsUnknownThenFails() {
		assertFails(request(GOODS).put("mode", "short_series"), 1001, "parameter error: mode");
	}

	@Test
	void payWhenAppSellsNothingThenFails() {
		assertFails(request(GOODS).put("appid", SimulatorClient.LONE_APPID), -15008, "MERCHANT_NOT_READY");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"user":"alice"} | 400 | appid is missing
					{"appid":"wx1234567890abcdef"} | 400 | user is missing
					{"appid":"wx0","user":"alice"} | 404 | No mini-program has the appid 'wx0'
					{"appid":"wx1234567890abcdef","user":"alice","envVersion":"x"} | 400 | envVersion is none of release, trial and develop
					{"appid":"wx1234567890abcdef","user":"alice","errCode":7} | 400 | errCode is none of the client's codes
					{"appid":"wx1234567890abcdef","user":"alice","sign_data":"x"} | 400 | The body is not what this call takes
					""")
	void payWhenRequestIsWrongThenAnswersProblem(String json, int status, String detail) {
		this.client.post("/simulator/payments", json).assertProblem(status, detail);
	}

	@Test
	void resetWhenPaidThenForgetsPaymentsAndCoins() {
		this.client.pay(request(COINS));
		this.simulator.reset();
		assertThat(this.simulator.payments()).isEmpty();
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
		String query = "{\"openid\":\"" + openid() + "\",\"user_ip\":\"127.0.0.1\",\"env\":1}";
		assertThat(this.client.xpay("query_user_balance", query, sessionKey()).json().path("balance").asInt())
			.isEqualTo(100);
	}

	private void assertFails(ObjectNode request, int errCode, String text) {
		Reply reply = this.client.pay(request);
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.json().path("errCode").asInt()).isEqualTo(errCode);
		assertThat(reply.text("errMsg")).isEqualTo("requestVirtualPayment:fail " + text);
	}

	private ObjectNode request(String signData) {
		return SimulatorClient.payment("alice", signData, sessionKey());
	}

	private String sessionKey() {
		return this.simulator.sessionKey(SimulatorClient.APPID, "alice");
	}

	private String openid() {
		return this.simulator.openid(SimulatorClient.APPID, "alice");
	}

	private List<DeliveryAttempt> attempts() {
		return this.simulator.payments().get(0).attempts();
	}

	private static boolean waitFor(CountDownLatch latch) {
		try {
			return latch.await(4, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static void await(BooleanSupplier condition) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).until(condition::getAsBoolean);
	}

}

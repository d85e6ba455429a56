package io.wegrant.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.wegrant.simulator.credentials.Signatures;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The calls of virtual payment, made as a server makes them.
 */
@ExtendWith(SimulatorExtension.class)
class VirtualPaymentTests {

	private static final String PAY_SIG = "支付签名(pay_sig)校验失败";

	private static final String SIGNATURE = "用户态签名(signature)校验失败";

	private final WechatSimulator simulator;

	private final SimulatorClient client;

	private final String openid;

	VirtualPaymentTests(WechatSimulator simulator, SimulatorClient client) {
		this.simulator = simulator;
		this.client = client;
		this.openid = simulator.openid(SimulatorClient.APPID, "alice");
	}

	@BeforeEach
	void login() {
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
	}

	@Test
	void queryBalanceWhenSignedThenAnswersNumbers() {
		Reply reply = this.client.xpay("query_user_balance", balance(), sessionKey());
		assertThat(reply.contentType()).isEqualTo("application/json; encoding=utf-8");
		assertThat(reply.body()).isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\",\"balance\":100,\"present_balance\":100,"
				+ "\"sum_save\":0,\"sum_present\":100,\"sum_balance\":100,\"sum_cost\":0,\"first_save_flag\":true}");
	}

	@Test
	void queryBalanceWhenBodyHasSpacesThenItsBytesAreSigned() {
		String body = "{ \"openid\": \"" + this.openid + "\", \"user_ip\": \"127.0.0.1\" }";
		assertThat(this.client.xpay("query_user_balance", body, sessionKey()).json().path("errcode").asInt()).isZero();
	}

	@Test
	void callWhenBodyIsWrittenAnewThenRefuses() {
		String sent = balance().replace(",", ", ");
		call("query_user_balance", sent, paySig("query_user_balance", balance()), signature(sent))
			.assertRefused(268490003, PAY_SIG);
		call("query_user_balance", sent, paySig("query_user_balance", sent), signature(balance()))
			.assertRefused(268490003, SIGNATURE);
	}

	@Test
	void callWhenBothSignaturesAreWrongThenPaySigIsNamed() {
		call("query_user_balance", balance(), "0", "0").assertRefused(268490003, PAY_SIG);
	}

	@Test
	void callWhenHexIsInUpperCaseThenRefuses() {
		String paySig = paySig("query_user_balance", balance());
		call("query_user_balance", balance(), paySig.toUpperCase(Locale.ROOT), signature(balance()))
			.assertRefused(268490003, PAY_SIG);
		call("query_user_balance", balance(), paySig, signature(balance()).toUpperCase(Locale.ROOT))
			.assertRefused(268490003, SIGNATURE);
	}

	@Test
	void callWhenSignatureIsOfNothingThenRefuses() {
		call("query_user_balance", balance(), paySig("query_user_balance", balance()), signature(""))
			.assertRefused(268490003, SIGNATURE);
	}

	@Test
	void callWhenPaySigIsForAnotherPathThenRefuses() {
		call("query_user_balance", balance(), paySig("currency_pay", balance()), signature(balance()))
			.assertRefused(268490003, PAY_SIG);
	}

	@Test
	void callWhenPaySigIsOfTheOtherEnvironmentThenRefuses() {
		String sandbox = balance().replace("\"env\":0", "\"env\":1");
		call("query_user_balance", sandbox, paySig("query_user_balance", sandbox), signature(sandbox))
			.assertRefused(268490003, PAY_SIG);
		assertThat(this.client.xpay("query_user_balance", sandbox, sessionKey()).json().path("errcode").asInt())
			.isZero();
	}

	@Test
	void callWhenSignaturesAreMissingThenRefuses() {
		call("query_user_balance", balance(), null, signature(balance())).assertRefused(268490003, PAY_SIG);
		this.client.xpay("query_user_balance", balance(), null).assertRefused(268490003, SIGNATURE);
		this.client.xpay("currency_pay", pay("order-0001", 1), null).assertRefused(268490003, SIGNATURE);
	}

	@Test
	void callWhenSessionKeyIsAnotherThenRefuses() {
		String old = sessionKey();
		this.simulator.replaceSessionKey(SimulatorClient.APPID, "alice");
		this.client.xpay("query_user_balance", balance(), old).assertRefused(268490003, SIGNATURE);
	}

	@Test
	void callWhenSessionKeyHasExpiredThenRefuses() {
		String old = sessionKey();
		this.simulator.expireSessionKey(SimulatorClient.APPID, "alice");
		this.client.xpay("query_user_balance", balance(), old).assertRefused(268490009, "用户session_key不存在或已过期");
		this.simulator.loginCode(SimulatorClient.APPID, "alice");
		assertThat(this.client.xpay("query_user_balance", balance(), sessionKey()).json().path("errcode").asInt())
			.isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "query_user_balance", "currency_pay", "query_order", "present_currency", "refund_order" })
	void callWhenOpenidIsWrongThenRefuses(String call) {
		for (String body : List.of("{\"env\":0}", "{\"env\":0,\"openid\":\"\"}", "{\"env\":0,\"openid\":1}",
				"{\"env\":0,\"openid\":\"oNobody\"}",
				"{\"openid\":\"" + this.simulator.openid(SimulatorClient.SISTER_APPID, "alice") + "\"}")) {
			this.client.xpay(call, body, sessionKey()).assertRefused(268490001, "openid错误");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "2", "-1", "\"0\"", "null", "0.5" })
	void callWhenEnvIsWrongThenRefuses(String env) {
		this.client.xpay("query_user_balance", balance().replace("\"env\":0", "\"env\":" + env), sessionKey())
			.assertRefused(268490002, "参数错误: env");
	}

	@ParameterizedTest
	@ValueSource(strings = { "query_user_balance", "currency_pay", "query_order", "notify_provide_goods",
			"present_currency", "refund_order" })
	void callWhenTokenMethodOrBodyIsWrongThenRefuses(String call) {
		this.client.post("/xpay/" + call, "{}").assertRefused(41001, "access_token missing");
		this.client.post("/xpay/" + call + "?access_token=x", "{}")
			.assertRefused(40001, "invalid credential, access_token is invalid or not latest");
		this.client.get("/xpay/" + call).assertRefused(43002, "require POST method");
		this.client.xpay(call, "", sessionKey()).assertRefused(44002, "empty post data");
		this.client.xpay(call, "[]", sessionKey()).assertRefused(47001, "data format error");
		assertThat(this.client.postChunked("/xpay/" + call, "{}").status()).isEqualTo(412);
	}

	@Test
	void callWhenAppSellsNothingThenRefuses() {
		String token = this.client.stableToken(SimulatorClient.LONE_APPID, SimulatorClient.LONE_SECRET);
		this.client.post("/xpay/query_order?access_token=" + token, "{}").assertRefused(48001, "api unauthorized");
	}

	@Test
	void payWhenThereAreCoinsThenSpendsGivenOnesFirst() {
		topUp("coins-0001", 50);
		assertThat(this.client.xpay("currency_pay", pay("order-0001", 120), sessionKey()).body()).isEqualTo(
				"{\"errcode\":0,\"errmsg\":\"ok\",\"order_id\":\"order-0001\",\"balance\":30,\"used_present_amount\":100}");
		assertThat(this.client.xpay("query_user_balance", balance(), sessionKey()).body())
			.endsWith("\"balance\":30,\"present_balance\":0,\"sum_save\":50,\"sum_present\":100,\"sum_balance\":150,"
					+ "\"sum_cost\":120,\"first_save_flag\":false}");
	}

	@Test
	void payWhenOrderIsRepeatedThenRefusesAndSpendsOnce() {
		this.client.xpay("currency_pay", pay("order-0001", 60), sessionKey());
		this.client.xpay("currency_pay", pay("order-0001", 60), sessionKey()).assertRefused(268490004, "重复操作");
		assertThat(this.client.xpay("query_user_balance", balance(), sessionKey()).json().path("balance").asInt())
			.isEqualTo(40);
	}

	@Test
	void payWhenBalanceIsTooSmallThenRefusesAndNumberIsFree() {
		this.client.xpay("currency_pay", pay("order-0001", 101), sessionKey()).assertRefused(268490006, "代币余额不足");
		assertThat(
				this.client.xpay("currency_pay", pay("order-0001", 100), sessionKey()).json().path("balance").asInt())
			.isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"amount":1 | "amount":0 | amount
			"amount":1 | "amount":"1" | amount
			"amount":1 | "amount":1.5 | amount
			"amount":1 | "x":1 | amount
			"order_id":"order-0001", | '' | order_id
			"user_ip":"127.0.0.1", | '' | user_ip
			"payitem":" | "payitem":"x | payitem
			"payitem":" | "x":" | payitem
			\\"quantity\\" | \\"amount\\" | payitem
			[{ | {\\"a\\":[{ | payitem
			""")
	void payWhenParameterIsWrongThenRefuses(String right, String wrong, String name) {
		String body = pay("order-0001", 1).replace(right, wrong);
		assertThat(body).isNotEqualTo(pay("order-0001", 1));
		this.client.xpay("currency_pay", body, sessionKey()).assertRefused(268490002, "参数错误: " + name);
	}

	@Test
	void presentWhenNewThenGivesCoinsOnce() {
		String body = "{\"openid\":\"" + this.openid + "\",\"env\":0,\"order_id\":\"gift-0001\",\"amount\":5}";
		assertThat(this.client.xpay("present_currency", body, null).body()).isEqualTo(
				"{\"errcode\":0,\"errmsg\":\"ok\",\"balance\":105,\"order_id\":\"gift-0001\",\"present_balance\":105}");
		this.client.xpay("present_currency", body, null).assertRefused(268490004, "重复操作");
	}

	@ParameterizedTest
	@ValueSource(strings = { "present_currency", "notify_provide_goods" })
	void callWhenDocumentsDisagreeAboutPaySigThenOnlyAWrongOneIsRefused(String call) {
		buy("order-0001");
		String body = "{\"openid\":\"" + this.openid + "\",\"env\":0,\"order_id\":\"order-0001\",\"amount\":5}";
		call(call, body, "0", null).assertRefused(268490003, PAY_SIG);
		assertThat(call(call, body, null, null).json().path("errcode").asInt()).isZero();
	}

	@Test
	void queryOrderWhenPaidThenAnswersItsFields() {
		buy("order-0001");
		JsonNode order = queryOrder("order-0001").json().path("order");
		for (String text : List.of("order_id", "wx_order_id", "channel_order_id", "wxpay_order_id", "token",
				"biz_meta")) {
			assertThat(order.path(text).isString()).as(text).isTrue();
		}
		for (String number : List.of("create_time", "update_time", "status", "biz_type", "order_fee", "coupon_fee",
				"paid_fee", "order_type", "refund_fee", "paid_time", "provide_time", "env_type", "left_fee",
				"sett_time", "sett_state", "platform_fee_fen", "cps_fee_fen")) {
			assertThat(order.path(number).isIntegralNumber()).as(number).isTrue();
		}
		assertThat(order.path("env_type").asInt()).isEqualTo(1);
		assertThat(order.path("paid_fee").asInt()).isEqualTo(1990);
		assertThat(order.path("left_fee").asInt()).isEqualTo(1990);
		assertThat(order.path("biz_meta").stringValue()).isEqualTo("note");
	}

	@Test
	void queryOrderWhenWechatNumberIsGivenThenAnswersTheSame() {
		buy("order-0001");
		String number = queryOrder("order-0001").json().path("order").path("wx_order_id").stringValue();
		assertThat(this.client.xpay("query_order", order("wx_order_id", number), null).body())
			.contains("\"order_id\":\"order-0001\"");
	}

	@Test
	void queryOrderWhenOrderIsOfAnotherThenRefuses() {
		buy("order-0001");
		String body = order("order_id", "order-0001").replace(this.openid,
				this.simulator.openid(SimulatorClient.APPID, "bob"));
		this.client.xpay("query_order", body, null).assertRefused(268490001, "openid错误");
	}

	@Test
	void queryOrderWhenOrderIsUnknownThenRefuses() {
		queryOrder("order-0009").assertRefused(268490002, "参数错误: order_id");
		this.client.xpay("query_order", order("wx_order_id", "1"), null).assertRefused(268490002, "参数错误: wx_order_id");
		buy("order-0001");
		this.client.xpay("query_order", order("order_id", "order-0001").replace("\"env\":0", "\"env\":1"), null)
			.assertRefused(268490002, "参数错误: order_id");
	}

	@Test
	void queryOrderWhenCoinsWereSpentThenOrderIsUnknown() {
		this.client.xpay("currency_pay", pay("order-0001", 1), sessionKey());
		queryOrder("order-0001").assertRefused(268490002, "参数错误: order_id");
	}

	@Test
	void notifyWhenOrderIsPaidThenIsDelivered() {
		buy("order-0001");
		assertThat(this.client.xpay("notify_provide_goods", "{\"order_id\":\"order-0001\",\"env\":0}", null).body())
			.isEqualTo("{\"errcode\":0,\"errmsg\":\"ok\"}");
		JsonNode order = queryOrder("order-0001").json().path("order");
		assertThat(order.path("status").asInt()).isEqualTo(4);
		assertThat(order.path("provide_time").asLong()).isPositive();
	}

	@Test
	void refundWhenPartIsLeftThenPaysItBack() {
		buy("order-0001");
		Reply reply = this.client.xpay("refund_order", refund("refund-0001", 1990, 990), null);
		assertThat(reply.json().propertyNames()).containsExactly("errcode", "errmsg", "refund_order_id",
				"refund_wx_order_id", "pay_order_id", "pay_wx_order_id");
		JsonNode order = queryOrder("order-0001").json().path("order");
		assertThat(order.path("refund_fee").asInt()).isEqualTo(990);
		assertThat(order.path("left_fee").asInt()).isEqualTo(1000);
		this.client.xpay("refund_order", refund("refund-0001", 1000, 1000), null).assertRefused(268490004, "重复操作");
		this.client.xpay("refund_order", refund("refund-0002", 1990, 1000), null)
			.assertRefused(268490016, "left_fee与订单不符");
		this.client.xpay("refund_order", refund("refund-0003", 1000, 1000), sessionKey());
		assertThat(queryOrder("order-0001").json().path("order").path("status").asInt()).isEqualTo(5);
	}

	@Test
	void refundWhenCoinsAreSpentThenRefuses() {
		topUp("order-0001", 10);
		this.client.xpay("currency_pay", pay("order-0002", 105), sessionKey());
		this.client.xpay("refund_order", refund("refund-0001", 100, 100), null).assertRefused(268490006, "代币余额不足");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"refund-0001" | "refund" | refund_order_id
			"refund-0001" | "refund 0001" | refund_order_id
			"left_fee":1990 | "left_fee":"1990" | left_fee
			"refund_fee":990 | "refund_fee":1991 | refund_fee
			"refund_fee":990 | "refund_fee":0 | refund_fee
			"refund_reason":"0" | "refund_reason":0 | refund_reason
			"refund_reason":"0" | "refund_reason":"6" | refund_reason
			"req_from":"1" | "req_from":"4" | req_from
			""")
	void refundWhenParameterIsWrongThenRefuses(String right, String wrong, String name) {
		buy("order-0001");
		this.client.xpay("refund_order", refund("refund-0001", 1990, 990).replace(right, wrong), null)
			.assertRefused(268490002, "参数错误: " + name);
	}

	@Test
	void refundWhenSignatureIsWrongThenRefuses() {
		buy("order-0001");
		this.client.xpay("refund_order", refund("refund-0001", 1990, 990), "HyVFkGl5F5OQWJZZaNzBBg==")
			.assertRefused(268490003, SIGNATURE);
	}

	private void buy(String number) {
		this.client.pay(SimulatorClient.payment("alice",
				"{\"offerId\":\"1450000001\",\"buyQuantity\":1,\"currencyType\":\"CNY\",\"productId\":\"tea-membership\","
						+ "\"goodsPrice\":1990,\"outTradeNo\":\"" + number + "\",\"attach\":\"note\"}",
				sessionKey()));
	}

	private void topUp(String number, int coins) {
		this.client.pay(SimulatorClient.payment(
				"alice", "{\"offerId\":\"1450000001\",\"buyQuantity\":" + coins
						+ ",\"currencyType\":\"CNY\",\"outTradeNo\":\"" + number + "\",\"attach\":\"\"}",
				sessionKey()));
	}

	private Reply queryOrder(String number) {
		return this.client.xpay("query_order", order("order_id", number), null);
	}

	private String order(String name, String number) {
		return "{\"openid\":\"" + this.openid + "\",\"env\":0,\"" + name + "\":\"" + number + "\"}";
	}

	private String balance() {
		return "{\"openid\":\"" + this.openid + "\",\"user_ip\":\"127.0.0.1\",\"env\":0}";
	}

	private String pay(String order, int amount) {
		return "{\"openid\":\"" + this.openid + "\",\"env\":0,\"user_ip\":\"127.0.0.1\",\"order_id\":\"" + order
				+ "\",\"payitem\":\"[{\\\"productid\\\":\\\"tea\\\",\\\"unit_price\\\":1,\\\"quantity\\\":1}]\","
				+ "\"remark\":\"\",\"amount\":" + amount + "}";
	}

	private String refund(String number, int left, int fee) {
		return "{\"openid\":\"" + this.openid + "\",\"order_id\":\"order-0001\",\"refund_order_id\":\"" + number
				+ "\",\"left_fee\":" + left + ",\"refund_fee\":" + fee
				+ ",\"biz_meta\":\"\",\"refund_reason\":\"0\",\"req_from\":\"1\",\"env\":0}";
	}

	private Reply call(String call, String body, String paySig, String signature) {
		List<String> parameters = new ArrayList<>(List.of("access_token", this.client.stableToken()));
		if (paySig != null) {
			parameters.addAll(List.of("pay_sig", paySig));
		}
		if (signature != null) {
			parameters.addAll(List.of("signature", signature));
		}
		return this.client.post("/xpay/" + call + SimulatorClient.query(parameters.toArray(String[]::new)), body);
	}

	private String paySig(String call, String body) {
		return Signatures.ofPayment(SimulatorClient.APP_KEY, "/xpay/" + call, body.getBytes(StandardCharsets.UTF_8));
	}

	private String signature(String body) {
		return Signatures.ofSession(sessionKey(), body.getBytes(StandardCharsets.UTF_8));
	}

	private String sessionKey() {
		return this.simulator.sessionKey(SimulatorClient.APPID, "alice");
	}

}

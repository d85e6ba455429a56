package io.wegrant.endtoend;

import java.util.Locale;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Simulator;
import io.wegrant.endtoend.stage.Stage;
import io.wegrant.endtoend.stage.StageExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop sells a membership: the provider signs, WeChat charges and pushes, the shop
 * delivers.
 */
@DisplayName("W07 the whole purchase")
@ExtendWith(StageExtension.class)
class PurchaseStoryTests {

	private static final int OK = 0;

	private static final int WRONG_PAY_SIGNATURE = -15006;

	private static final int WRONG_SIGNATURE = -15005;

	private static final String APP_KEY = "dev-app-key";

	private final Stage stage;

	private final Simulator wechat;

	private final MiniProgram miniProgram;

	private final DemoService shop;

	private final String person;

	PurchaseStoryTests(Stage stage) {
		this.stage = stage;
		this.wechat = stage.wechat();
		this.miniProgram = stage.miniProgram();
		this.shop = stage.demoService();
		this.person = stage.newcomer();
	}

	@Test
	void buyWhenPaidThenOrderIsPaidOnceHoweverOftenItIsPushed() {
		String openid = this.miniProgram.openid(this.person);
		this.wechat.agreeToMessage(this.miniProgram.appid(), this.person, "tea-membership-thanks");
		this.wechat.agreeToMessage(this.miniProgram.appid(), this.person, "tea-membership-thanks");
		String token = logIn();
		JsonNode order = order(token);
		assertThat(status(token, order)).isEqualTo("NEW");
		assertThat(pay(order)).isEqualTo(OK);
		awaitDelivery(order);
		assertThat(status(token, order)).isEqualTo("PAID");
		String stranger = this.miniProgram.logIn(this.stage.newcomer()).accessToken();
		assertThat(this.shop.order(stranger, id(order)).status()).isEqualTo(404);
		assertThat(push(delivery(openid, id(order), 1990))).isEqualTo("{\"ErrCode\":0,\"ErrMsg\":\"success\"}");
		assertThat(status(token, order)).isEqualTo("PAID");
		Awaitility.await().until(() -> !this.wechat.messagesTo(openid).isEmpty());
		assertThat(this.wechat.messagesTo(openid)).containsExactly(0);
		assertNoSecretInLogs();
	}

	@Test
	void buyInSisterMiniProgramWhosePushesAreInClearThenOrderIsPaid() {
		MiniProgram sister = this.stage.sisterMiniProgram();
		String token = sister.logIn(this.person).accessToken();
		JsonNode order = order(token);
		assertThat(this.wechat.pay(sister.appid(), this.person, order)).isEqualTo(OK);
		awaitDelivery(order);
		assertThat(status(token, order)).isEqualTo("PAID");
	}

	@Test
	void payWhenSignDataWasChangedThenWechatRefuses() {
		String token = logIn();
		JsonNode order = order(token);
		String signData = order.required("signData").asString();
		JsonNode cheaper = ((ObjectNode) order.deepCopy()).put("signData", signData.replace("1990", "1"));
		assertThat(pay(cheaper)).isEqualTo(WRONG_PAY_SIGNATURE);
		assertThat(status(token, order)).isEqualTo("NEW");
		assertThat(this.wechat.payment(id(order)).isMissingNode()).isTrue();
	}

	@Test
	void pushWhenNotWhatWasOrderedThenIsNotAcknowledged() {
		String openid = this.miniProgram.openid(this.person);
		String token = logIn();
		JsonNode order = order(token);
		assertThat(push(delivery(openid, id(order), 1))).contains("\"ErrCode\":1");
		assertThat(push(delivery(openid, "0".repeat(32), 1990))).contains("\"ErrCode\":1");
		assertThat(status(token, order)).isEqualTo("NEW");
	}

	@Test
	void orderWhenSessionKeyWasReplacedThenConflictUntilNewLogin() {
		String token = logIn();
		JsonNode early = order(token);
		this.wechat.replaceSessionKey(this.miniProgram.appid(), this.person);
		assertThat(pay(early)).isEqualTo(WRONG_SIGNATURE);
		Answer stale = this.shop.order(token);
		assertThat(stale.status()).as(stale.body()).isEqualTo(409);
		assertThat(stale.json().required("code").asString()).isEqualTo("session_key_stale");
		String anew = logIn();
		assertThat(pay(order(anew))).isEqualTo(OK);
	}

	private String logIn() {
		return this.miniProgram.logIn(this.person).accessToken();
	}

	private JsonNode order(String token) {
		Answer answer = this.shop.order(token);
		assertThat(answer.status()).as(answer.body()).isEqualTo(201);
		JsonNode order = answer.json();
		this.stage.secrets().add(order.required("paySig").asString());
		this.stage.secrets().add(order.required("signature").asString());
		return order;
	}

	private int pay(JsonNode order) {
		return this.wechat.pay(this.miniProgram.appid(), this.person, order);
	}

	private String push(String message) {
		return this.wechat.push(this.miniProgram.appid(), message);
	}

	private void awaitDelivery(JsonNode order) {
		this.wechat.awaitDelivery(id(order));
		assertThat(this.wechat.payment(id(order)).required("attempts").size()).isEqualTo(1);
	}

	private String status(String token, JsonNode order) {
		return this.shop.order(token, id(order)).json().required("status").asString();
	}

	private static String id(JsonNode order) {
		return order.required("id").asString();
	}

	private static String delivery(String openid, String orderId, int fen) {
		return String.format(Locale.ROOT, """
				{"ToUserName":"gh_0123456789ab","FromUserName":"o-of-wechat-itself","CreateTime":1796000000,\
				"MsgType":"event","Event":"xpay_goods_deliver_notify","OpenId":"%s","OutTradeNo":"%s","Env":0,\
				"GoodsInfo":{"ProductId":"tea-membership","Quantity":1,"OrigPrice":%d,"ActualPrice":%d,"Attach":""},\
				"RetryTimes":1}""", openid, orderId, fen, fen);
	}

	private void assertNoSecretInLogs() {
		assertThat(this.stage.logs()).containsKeys("auth-server.log", "resource-server-demo.log")
			.allSatisfy((name, log) -> {
				assertThat(this.stage.secrets().foundIn(log)).as(name).isEmpty();
				assertThat(log).as(name).doesNotContain(APP_KEY);
			});
	}

}

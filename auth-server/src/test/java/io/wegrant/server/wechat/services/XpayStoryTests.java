package io.wegrant.server.wechat.services;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.TestProvider;
import io.wegrant.simulator.traffic.Call;

import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.WECHAT;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A company's service makes the calls of virtual payment.
 */
class XpayStoryTests {

	private final TestProvider provider = TestProvider.shared(Database.H2);

	private final ServicesApi api = ServicesApi.of(this.provider, APPID);

	private final String person = "person-" + UUID.randomUUID();

	private final Answer login = this.provider.login(APPID, this.person);

	private final String sub = this.login.claims().required("sub").asString();

	private final String openid = WECHAT.openid(APPID, this.person);

	@AfterEach
	void clearFaults() {
		WECHAT.clearFaults();
	}

	@Test
	@DisplayName("W01: WeChat takes the very bytes that the service sent, with both signatures")
	void callWhenBodyIsSpacedThenWechatTakesTheSameBytes() {
		String body = "{ \"openid\" : \"" + this.openid
				+ "\",\"user_ip\":\"127.0.0.1\", \"env\": 0, \"x\":\"\\/\u8336\" }";

		Answer answer = call("query_user_balance?sub=" + this.sub, body);

		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		assertThat(answer.json().path("errcode").asInt()).as(answer.body()).isZero();
		Call made = lastCall("/xpay/query_user_balance");
		assertThat(made.body()).isEqualTo(body);
		assertThat(made.queryParameters()).containsOnlyKeys("access_token", "pay_sig", "signature");
	}

	@Test
	@DisplayName("W01: the sandbox has a key of its own")
	void callWhenEnvIsSandboxThenItsKeySigns() {
		Answer answer = call("query_user_balance?sub=" + this.sub,
				"{\"openid\":\"" + this.openid + "\",\"user_ip\":\"127.0.0.1\",\"env\":1}");

		assertThat(answer.json().path("errcode").asInt()).as(answer.body()).isZero();
	}

	@Test
	void callWhenWechatRefusesThenItsAnswerAsItIs() {
		Answer answer = call("query_order?sub=" + this.sub,
				"{\"openid\":\"" + this.openid + "\",\"env\":0,\"order_id\":\"none-such-order\"}");

		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("errcode").asInt()).as(answer.body()).isNotZero();
		assertThat(lastCall("/xpay/query_order").queryParameters()).containsOnlyKeys("access_token", "pay_sig");
	}

	@ParameterizedTest
	@ValueSource(strings = { "refund_order", "present_currency", "start_publish_goods", "cancel_currency_pay",
			"create_withdraw_order", "download_bill", "query_nothing", "currency_nothing", "QUERY_ORDER",
			"query_order2", "%71uery_order%20" })
	@DisplayName("W02: the list is closed, and what gives money away is named in the registration")
	void callWhenNotOpenThenRefused(String call) {
		ServicesApi.assertProblem(call(call, "{\"env\":0}"), 403, "path_not_granted");
		assertThat(calls("/xpay/" + call)).isEmpty();
	}

	@Test
	@DisplayName("W02: a body about somebody else is not signed")
	void callWhenOpenidIsAnothersThenRefused() {
		String other = WECHAT.openid(APPID, "person-" + UUID.randomUUID());

		ServicesApi.assertProblem(
				call("query_user_balance?sub=" + this.sub, "{\"openid\":\"" + other + "\",\"env\":0}"), 400,
				"foreign_openid");
		ServicesApi.assertProblem(call("query_order?sub=" + this.sub, "{\"openid\":\"" + other + "\",\"env\":0}"), 400,
				"foreign_openid");
		ServicesApi.assertProblem(call("query_order?sub=" + this.sub, "{\"openid\":7,\"env\":0}"), 400,
				"foreign_openid");
		ServicesApi.assertProblem(call("query_order", "{\"openid\":\"" + other + "\",\"env\":0}"), 400, "bad_request");
		ServicesApi.assertProblem(call("query_user_balance", "{\"env\":0}"), 400, "bad_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{", "{\"env\":0,\"env\":1}", "{\"env\":2}", "{\"env\":0} ." })
	void callWhenBodyIsNoneThenRefused(String body) {
		ServicesApi.assertProblem(call("query_order?sub=" + this.sub, body), 400, "bad_request");
	}

	@Test
	void callWhenOfferIsForeignThenRefused() {
		ServicesApi.assertProblem(call("query_order?sub=" + this.sub, "{\"env\":0,\"offer_id\":\"1\"}"), 400,
				"foreign_offer");
	}

	@Test
	@DisplayName("W02: a user without a live session is not signed for")
	void callWhenUserIsNotLoggedInThenRefused() {
		this.provider.revoke(Form.about(this.login.refreshToken()).with("client_id", APPID));

		ServicesApi.assertProblem(
				call("query_user_balance?sub=" + this.sub, "{\"openid\":\"" + this.openid + "\",\"env\":0}"), 404,
				"no_live_session");
		ServicesApi.assertProblem(call("query_order?sub=" + "x".repeat(200), "{\"env\":0,\"order_id\":\"none-such\"}"),
				404, "no_such_user");
		ServicesApi.assertProblem(call("query_order?sub=nobody", "{\"openid\":\"" + this.openid + "\",\"env\":0}"), 404,
				"no_such_user");
	}

	@Test
	@DisplayName("W03: where WeChat takes the key no more, the mini-program has to log in again")
	void callWhenKeyWasReplacedThenStaleUntilNextLogin() {
		String body = "{\"openid\":\"" + this.openid + "\",\"user_ip\":\"127.0.0.1\",\"env\":0}";
		WECHAT.replaceSessionKey(APPID, this.person);

		ServicesApi.assertProblem(call("query_user_balance?sub=" + this.sub, body), 409, "session_key_stale");
		int asked = calls("/xpay/query_user_balance").size();
		ServicesApi.assertProblem(call("query_user_balance?sub=" + this.sub, body), 409, "session_key_stale");
		assertThat(calls("/xpay/query_user_balance")).hasSize(asked);

		this.provider.login(APPID, this.person);
		assertThat(call("query_user_balance?sub=" + this.sub, body).json().path("errcode").asInt()).isZero();
	}

	@Test
	@DisplayName("W03: an expired key is no key")
	void callWhenKeyHasExpiredThenStale() {
		WECHAT.expireSessionKey(APPID, this.person);

		ServicesApi.assertProblem(
				call("query_user_balance?sub=" + this.sub,
						"{\"openid\":\"" + this.openid + "\",\"user_ip\":\"127.0.0.1\",\"env\":0}"),
				409, "session_key_stale");
	}

	@Test
	@DisplayName("W04: a token that WeChat refuses is renewed once, and the call is made again")
	void callWhenTokenIsRefusedThenOnceMore() {
		String body = "{\"openid\":\"" + this.openid + "\",\"user_ip\":\"127.0.0.1\",\"env\":0}";
		call("query_user_balance?sub=" + this.sub, body);
		this.api.replaceAccessToken(TestProvider.APP_SECRET);

		Answer answer = call("query_user_balance?sub=" + this.sub, body);

		assertThat(answer.json().path("errcode").asInt()).as(answer.body()).isZero();
	}

	private Answer call(String call, String body) {
		return this.api.post("/xpay/" + call, "application/json", BodyPublishers.ofString(body));
	}

	private static List<Call> calls(String path) {
		return WECHAT.calls().stream().filter((call) -> call.path().equals(path)).toList();
	}

	private static Call lastCall(String path) {
		List<Call> calls = calls(path);
		return calls.get(calls.size() - 1);
	}

}

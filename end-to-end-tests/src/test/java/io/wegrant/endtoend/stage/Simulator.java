package io.wegrant.endtoend.stage;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import io.wegrant.mariadb.Ports;

/**
 * WeChat as the simulator plays it, over its control API.
 */
public final class Simulator {

	private static final String CODE_TO_SESSION = "/sns/jscode2session";

	private static final int DELIVERED = 4;

	/** What {@code wx.requestVirtualPayment} takes. */
	private static final List<String> PAYMENT_MEMBERS = List.of("mode", "signData", "paySig", "signature");

	private final URI baseUrl;

	private final Secrets secrets;

	private final JavaProcess process;

	Simulator(Path folder, Secrets secrets) {
		int port = Ports.free();
		this.baseUrl = URI.create("http://localhost:" + port);
		this.secrets = secrets;
		this.process = new JavaProcess("wechat-simulator", Jar.SIMULATOR, folder, List.of("--server.port=" + port),
				() -> get("/simulator/people").status() == 200);
	}

	public URI baseUrl() {
		return this.baseUrl;
	}

	public JavaProcess process() {
		return this.process;
	}

	/**
	 * Plays {@code wx.login()}.
	 * @param appid the mini-program
	 * @param person who uses it
	 * @return the code
	 */
	public String loginCode(String appid, String person) {
		String code = post("/simulator/login-codes", Map.of("appid", appid, "user", person)).text("code");
		this.secrets.add(code);
		return code;
	}

	/**
	 * Plays the getPhoneNumber button.
	 * @param appid the mini-program
	 * @param person who presses it
	 * @return the code
	 */
	public String phoneCode(String appid, String person) {
		String code = post("/simulator/phone-codes", Map.of("appid", appid, "user", person)).text("code");
		this.secrets.add(code);
		return code;
	}

	/**
	 * Learns what WeChat knows of a person, so that it can be looked for in the logs.
	 * @param appid the mini-program
	 * @param person who uses it
	 * @return the openid
	 */
	public String openid(String appid, String person) {
		Answer profile = get("/simulator/people/" + appid + "/" + person);
		this.secrets.add(profile.text("openid"));
		this.secrets.add(profile.text("session_key"));
		this.secrets.add(profile.text("phone"));
		return profile.text("openid");
	}

	/**
	 * Returns the number of a person's phone.
	 * @param appid a mini-program
	 * @param person the person
	 * @return the number in the form of E.164
	 */
	public String phoneNumber(String appid, String person) {
		return get("/simulator/people/" + appid + "/" + person).text("phone");
	}

	/**
	 * Counts how often a code was exchanged for a session.
	 * @param code the code
	 * @return the number of successful exchanges
	 */
	public long exchangesOf(String code) {
		return get("/simulator/calls?path=" + CODE_TO_SESSION).json()
			.valueStream()
			.filter((call) -> call.path("queryParameters").path("js_code").path(0).asString("").equals(code))
			.filter((call) -> call.path("exchanged").asBoolean())
			.count();
	}

	/**
	 * Makes WeChat answer logins with an error from now on.
	 * @param errcode WeChat's code
	 */
	public void refuseLoginsWith(int errcode) {
		JsonNode faults = JsonMapper.shared()
			.valueToTree(List.of(Map.of("kind", "errcode", "errcode", errcode, "paths", List.of(CODE_TO_SESSION))));
		Answer answer = Http.send(Http.to(this.baseUrl, "/simulator/faults")
			.header("Content-Type", "application/json")
			.PUT(BodyPublishers.ofString(faults.toString())));
		Assertions.assertThat(answer.status()).isEqualTo(204);
	}

	/**
	 * Has WeChat push to a provider from now on.
	 * @param provider the provider's address
	 */
	void pushTo(URI provider) {
		Assertions.assertThat(put("/simulator/push-url", Map.of("url", provider + "/wechat/events/")).status())
			.isEqualTo(204);
	}

	/**
	 * Plays {@code wx.requestVirtualPayment()} and a person who presses pay.
	 * @param appid the mini-program
	 * @param person who pays
	 * @param order what the mini-program hands over
	 * @return WeChat's {@code errCode}
	 */
	public int pay(String appid, String person, JsonNode order) {
		Map<String, String> members = new HashMap<>(Map.of("appid", appid, "user", person));
		PAYMENT_MEMBERS.forEach((name) -> members.put(name, order.required(name).asString()));
		return post("/simulator/payments", members).json().required("errCode").asInt();
	}

	/**
	 * Tells what became of a payment.
	 * @param orderId the mini-program's own number of it
	 * @return the payment with the pushes because of it, or nothing if none was made
	 */
	public JsonNode payment(String orderId) {
		return get("/simulator/payments").json()
			.valueStream()
			.filter((payment) -> payment.required("out_trade_no").asString().equals(orderId))
			.findFirst()
			.orElse(MissingNode.getInstance());
	}

	/**
	 * Waits until a payment was acknowledged.
	 * @param orderId the mini-program's own number of it
	 */
	public void awaitDelivery(String orderId) {
		Awaitility.await("delivery of " + orderId)
			.atMost(Duration.ofMinutes(1))
			.until(() -> payment(orderId).path("status").asInt() == DELIVERED);
	}

	/**
	 * Pushes a message as it is.
	 * @param appid the mini-program
	 * @param body the message
	 * @return what was answered, decrypted
	 */
	public String push(String appid, String body) {
		return post("/simulator/messages", Map.of("appid", appid, "body", body)).text("body");
	}

	/**
	 * Plays a person who agrees to get one message.
	 * @param appid the mini-program
	 * @param person the person
	 * @param template what the message is like
	 */
	public void agreeToMessage(String appid, String person, String template) {
		post("/simulator/subscriptions", Map.of("appid", appid, "user", person, "template_id", template));
	}

	/**
	 * Lists the messages that were sent to a person, or were to be.
	 * @param openid the person in a mini-program
	 * @return WeChat's {@code errcode} for each
	 */
	public List<Integer> messagesTo(String openid) {
		return get("/simulator/calls?path=/cgi-bin/message/subscribe/send").json()
			.valueStream()
			.filter((call) -> call.path("body").asString("").contains(openid))
			.map((call) -> call.path("errcode").asInt())
			.toList();
	}

	/**
	 * Replaces a person's session_key, as a login elsewhere does.
	 * @param appid the mini-program
	 * @param person the person
	 * @return the new one, in Base64
	 */
	public String replaceSessionKey(String appid, String person) {
		String key = put("/simulator/people/" + appid + "/" + person + "/session-key", Map.of()).text("session_key");
		this.secrets.add(key);
		return key;
	}

	public void behave() {
		Assertions.assertThat(Http.send(Http.to(this.baseUrl, "/simulator/faults").DELETE()).status()).isEqualTo(204);
	}

	private Answer get(String path) {
		return Http.send(Http.to(this.baseUrl, path));
	}

	private Answer put(String path, Map<String, String> members) {
		return Http.send(Http.to(this.baseUrl, path)
			.header("Content-Type", "application/json")
			.PUT(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(members))));
	}

	private Answer post(String path, Map<String, String> members) {
		return Http.send(Http.to(this.baseUrl, path)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(members))));
	}

}

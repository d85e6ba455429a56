package io.wegrant.endtoend.stage;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.Assertions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.mariadb.Ports;

/**
 * WeChat as the simulator plays it, over its control API.
 */
public final class Simulator {

	private static final String CODE_TO_SESSION = "/sns/jscode2session";

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

	public void behave() {
		Assertions.assertThat(Http.send(Http.to(this.baseUrl, "/simulator/faults").DELETE()).status()).isEqualTo(204);
	}

	private Answer get(String path) {
		return Http.send(Http.to(this.baseUrl, path));
	}

	private Answer post(String path, Map<String, String> members) {
		return Http.send(Http.to(this.baseUrl, path)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(members))));
	}

}

package io.wegrant.endtoend.miniprogram;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.graalvm.polyglot.Value;

/**
 * What {@code createAuth} of {@code mini-program/utils/auth.js} gives.
 */
public final class Auth {

	private final Value auth;

	private final EventLoop loop;

	private final Json json;

	Auth(Value auth, EventLoop loop, Json json) {
		this.auth = auth;
		this.loop = loop;
		this.json = json;
	}

	public Pending request(String url) {
		return request(Map.of("url", url));
	}

	public Pending request(Map<String, Object> options) {
		return call("request", this.json.of(options));
	}

	/**
	 * Sends requests at once, and waits for all of them.
	 * @param number how many
	 * @param url where to
	 * @return what became of them
	 */
	public List<Outcome> requestAtOnce(int number, String url) {
		List<Pending> pending = IntStream.range(0, number).mapToObj((i) -> request(url)).toList();
		return pending.stream().map(Pending::outcome).toList();
	}

	public Pending logIn() {
		return call("login");
	}

	public Pending logInAnew() {
		return call("login", this.json.of(Map.of("anew", true)));
	}

	public Pending logInWithPhone(String phoneCode) {
		return call("login", this.json.of(Map.of("phoneCode", phoneCode)));
	}

	public Pending logOut() {
		return call("logout");
	}

	public Pending accessToken() {
		return call("getAccessToken");
	}

	public String state() {
		return this.auth.invokeMember("state").asString();
	}

	private Pending call(String method, Object... arguments) {
		return new Pending(this.auth.invokeMember(method, arguments), this.loop, this.json);
	}

}

package io.wegrant.endtoend.miniprogram;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import tools.jackson.databind.JsonNode;

import io.wegrant.endtoend.stage.Secrets;

/**
 * {@code wx.request}: HTTP to the real applications, over a network that can fail.
 */
public final class Network {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final String PORTAL = "<!doctype html><title>Welcome to the hotel</title>";

	private final EventLoop loop;

	private final Json json;

	private final Secrets secrets;

	private final List<Message> sent = new ArrayList<>();

	private final List<Fault> faults = new ArrayList<>();

	private int answers;

	private int aborted;

	Network(EventLoop loop, Json json, Secrets secrets) {
		this.loop = loop;
		this.json = json;
		this.secrets = secrets;
	}

	/**
	 * Returns what was sent to a path, faults or not.
	 * @param path the path, at any host
	 * @return the messages in their order
	 */
	public List<Message> sentTo(String path) {
		return this.sent.stream().filter((message) -> message.isTo(path)).toList();
	}

	/**
	 * Forgets what was sent so far.
	 */
	public void forget() {
		this.sent.clear();
	}

	/**
	 * Delivers requests to a path, and not their answers: the phone waits as long as it
	 * was told to.
	 * @param path the path
	 * @param times for how many requests
	 */
	public void loseAnswersOf(String path, int times) {
		this.faults.add(new Fault(path, Effect.LOST_ANSWER, times));
	}

	/**
	 * Delivers no request to a path.
	 * @param path the path
	 * @param times how many requests
	 */
	public void refuseConnectionsTo(String path, int times) {
		this.faults.add(new Fault(path, Effect.REFUSED_CONNECTION, times));
	}

	/**
	 * Answers in the place of the server, as a WLAN does that wants to be paid.
	 * @param path the path
	 * @param times how many requests
	 */
	public void intercept(String path, int times) {
		this.faults.add(new Fault(path, Effect.PORTAL, times));
	}

	/**
	 * Delivers requests to a path, and calls neither {@code success} nor {@code fail}.
	 * @param path the path
	 * @param times for how many requests
	 */
	public void fallSilentOn(String path, int times) {
		this.faults.add(new Fault(path, Effect.SILENCE, times));
	}

	/**
	 * Gives an answer in the place of the server.
	 * @param path the path
	 * @param times to how many requests
	 * @param substitute the answer
	 */
	public void answer(String path, int times, Substitute substitute) {
		this.faults.add(new Fault(path, Effect.SUBSTITUTE, times, substitute));
	}

	/**
	 * Counts the requests that the mini-program has given up.
	 * @return the number
	 */
	public int aborted() {
		return this.aborted;
	}

	/**
	 * Changes access tokens on their way, so that no service accepts them.
	 * @param path the path
	 * @param times in how many requests
	 */
	public void spoilTokensTo(String path, int times) {
		this.faults.add(new Fault(path, Effect.SPOILT_TOKEN, times));
	}

	void addTo(Map<String, Object> wx) {
		wx.put("request", (ProxyExecutable) (arguments) -> {
			request(arguments[0]);
			ProxyExecutable abort = (none) -> ++this.aborted;
			return ProxyObject.fromMap(Map.of("abort", abort));
		});
	}

	private void request(Value options) {
		Message message = Message.read(options, this.json, this.loop.now());
		this.sent.add(message);
		Fault fault = faultOf(message);
		switch (fault.effect) {
			case NONE -> deliver(message, (response, failure) -> answer(options, response, failure));
			case SPOILT_TOKEN -> deliver(spoilt(message), (response, failure) -> answer(options, response, failure));
			case LOST_ANSWER -> deliver(message, (response, failure) -> this.loop.later(message.timeout(),
					() -> fail(options, "request:fail timeout")));
			case REFUSED_CONNECTION -> this.loop.soon(() -> fail(options, "request:fail connection refused"));
			case SILENCE -> deliver(message, (response, failure) -> {
			});
			case SUBSTITUTE -> this.loop.soon(() -> succeed(options, fault.substitute.status(),
					fault.substitute.header(), fault.substitute.body()));
			case PORTAL -> this.loop.soon(() -> succeed(options, 200, Map.of("Content-Type", "text/html"), PORTAL));
		}
	}

	private void deliver(Message message, BiConsumer<HttpResponse<String>, Throwable> task) {
		HttpRequest.Builder request = HttpRequest.newBuilder(message.url())
			.timeout(Duration.ofMillis(message.timeout()))
			.method(message.method(), BodyPublishers.ofString(message.body()));
		message.header().forEach(request::header);
		CompletableFuture<HttpResponse<String>> answer = CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
		this.loop.whenComplete(answer, task);
	}

	private void answer(Value options, HttpResponse<String> response, Throwable failure) {
		if (failure != null) {
			fail(options, "request:fail " + failure.getMessage());
			return;
		}
		Map<String, String> header = new TreeMap<>();
		response.headers().map().forEach((name, values) -> header.put(spelt(name), String.join(",", values)));
		this.answers++;
		succeed(options, response.statusCode(), header, response.body());
	}

	private void succeed(Value options, int status, Map<String, String> header, String body) {
		Value result = this.json.of(Map.of("statusCode", status, "header", header, "cookies", List.of()));
		Value data = this.json.tryRead(body).orElse(null);
		result.putMember("data", (data != null) ? data : body);
		remember(result.getMember("data"));
		call(options, "success", result);
		call(options, "complete", result);
	}

	private void fail(Value options, String reason) {
		Value result = this.json.of(Map.of("errMsg", reason, "errno", 600_000));
		call(options, "fail", result);
		call(options, "complete", result);
	}

	private static void call(Value options, String callback, Value result) {
		if (options.canInvokeMember(callback)) {
			options.invokeMember(callback, result);
		}
	}

	private void remember(Value data) {
		JsonNode answer = this.json.tree(data);
		List.of("access_token", "refresh_token", "paySig", "signature")
			.forEach((name) -> answer.optional(name).ifPresent((token) -> this.secrets.add(token.asString())));
	}

	private Fault faultOf(Message message) {
		for (Fault fault : this.faults) {
			if (message.isTo(fault.path) && fault.left > 0) {
				fault.left--;
				return fault;
			}
		}
		return Fault.NONE;
	}

	private static Message spoilt(Message message) {
		Map<String, String> header = new TreeMap<>(message.header());
		header.computeIfPresent("Authorization", (name, value) -> value.substring(0, value.length() - 8) + "AAAAAAAA");
		return new Message(message.method(), message.url(), header, message.body(), message.timeout(), message.at());
	}

	/**
	 * Devices differ in how they write the names of headers; this one differs each time.
	 */
	private String spelt(String name) {
		return (this.answers % 2 == 0) ? name.toLowerCase(Locale.ROOT) : name.toUpperCase(Locale.ROOT);
	}

	private enum Effect {

		NONE, LOST_ANSWER, REFUSED_CONNECTION, SILENCE, SUBSTITUTE, PORTAL, SPOILT_TOKEN

	}

	/**
	 * An answer that no server gave.
	 *
	 * @param status the HTTP status
	 * @param header the headers
	 * @param body the body
	 */
	public record Substitute(int status, Map<String, String> header, String body) {

	}

	private static final class Fault {

		static final Fault NONE = new Fault("", Effect.NONE, 0);

		private final String path;

		private final Effect effect;

		private final Substitute substitute;

		private int left;

		Fault(String path, Effect effect, int left) {
			this(path, effect, left, new Substitute(200, Map.of(), ""));
		}

		Fault(String path, Effect effect, int left, Substitute substitute) {
			this.path = path;
			this.effect = effect;
			this.left = left;
			this.substitute = substitute;
		}

	}

}

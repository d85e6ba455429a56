package io.wegrant.demo.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The provider, as far as the shop has something done by it: it notes what it is asked,
 * and answers what it is told, or else what is right.
 */
final class TestProvider implements AutoCloseable {

	/** In place of a status: the connection breaks. */
	static final int NONE = 0;

	private static final String TOKEN = "/oauth2/token";

	private static final Map<String, String> RIGHT = Map.of(TOKEN,
			"{\"access_token\":\"own-token\",\"token_type\":\"Bearer\",\"expires_in\":600}", "/session-key-checks",
			"{\"valid\":true}", "/payment-signatures", "{\"signature\":\"of-user\",\"pay_signature\":\"of-app\"}",
			"/subscribe/send", "{\"errcode\":0,\"errmsg\":\"ok\"}");

	private final List<Asked> asked = new CopyOnWriteArrayList<>();

	private final Map<String, Queue<Told>> told = new ConcurrentHashMap<>();

	private final HttpServer server;

	private TestProvider(HttpServer server) {
		this.server = server;
	}

	static TestProvider start() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			TestProvider provider = new TestProvider(server);
			server.createContext("/", provider::answer);
			server.setExecutor(Executors.newCachedThreadPool((task) -> {
				Thread thread = new Thread(task, "test-provider");
				thread.setDaemon(true);
				return thread;
			}));
			server.start();
			return provider;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/**
	 * Says what it is to answer, once.
	 * @param path how the path ends
	 * @param status the status
	 * @param body the body
	 * @param retryAfter the value of {@code Retry-After}, none if it is empty
	 */
	void tell(String path, int status, String body, String retryAfter) {
		this.told.computeIfAbsent(path, (key) -> new ArrayDeque<>()).add(new Told(status, body, retryAfter));
	}

	/**
	 * Returns what it was asked.
	 * @param path how the path ends
	 * @param text what the request has in it
	 * @return the requests
	 */
	List<Asked> asked(String path, String text) {
		return this.asked.stream()
			.filter((request) -> request.path().endsWith(path) && request.body().contains(text))
			.toList();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			this.asked.add(new Asked(path, exchange.getRequestHeaders().getFirst("Authorization"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
			Told answer = next(path);
			if (answer.status() == NONE) {
				return;
			}
			byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			if (!answer.retryAfter().isEmpty()) {
				exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
			}
			exchange.sendResponseHeaders(answer.status(), body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private Told next(String path) {
		String end = RIGHT.keySet().stream().filter(path::endsWith).findFirst().orElseThrow();
		Told next = this.told.getOrDefault(end, new ArrayDeque<>()).poll();
		return (next != null) ? next : new Told(200, RIGHT.getOrDefault(end, ""), "");
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	record Asked(String path, String authorization, String body) {

	}

	private record Told(int status, String body, String retryAfter) {

	}

}

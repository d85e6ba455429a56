package io.wegrant.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Services of a company that the provider calls, each at a path of its own, and what came
 * to them.
 */
public class ReceivingServer implements AutoCloseable {

	private final HttpHandler usual;

	private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	/**
	 * Starts the server.
	 * @param usual answers where nothing else does
	 */
	public ReceivingServer(HttpHandler usual) {
		this.usual = usual;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::take);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/**
	 * Returns where a service is.
	 * @param path its path
	 * @return the address
	 */
	public String url(String path) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + path;
	}

	/**
	 * Has a service answer so, until it is {@link #reset() reset}.
	 * @param path its path
	 * @param answer answers
	 */
	public void answer(String path, HttpHandler answer) {
		this.answers.put(path, answer);
	}

	/**
	 * Has a service answer so, until it is {@link #reset() reset}.
	 * @param path its path
	 * @param status the status
	 * @param body the body
	 */
	public void answer(String path, int status, String body) {
		answer(path, (exchange) -> ClientKeyServer.send(exchange, status, body));
	}

	/**
	 * Has all services answer as usual, and forgets what came.
	 */
	public void reset() {
		this.answers.clear();
		this.received.clear();
	}

	/**
	 * Returns what came to a service.
	 * @param path its path
	 * @return the requests, in the order in which they came
	 */
	public List<Received> at(String path) {
		return this.received.stream().filter((each) -> each.path().equals(path)).toList();
	}

	/**
	 * Returns what came to all.
	 * @return the requests, in the order in which they came
	 */
	public List<Received> all() {
		return List.copyOf(this.received);
	}

	private void take(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			this.received.add(new Received(exchange.getRequestMethod(), path,
					exchange.getRequestHeaders().getFirst("Authorization"),
					exchange.getRequestHeaders().getFirst("Content-Type"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
					List.copyOf(exchange.getRequestHeaders().keySet())));
			this.answers.getOrDefault(path, this.usual).handle(exchange);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	/**
	 * A request that came to a service.
	 *
	 * @param method its method
	 * @param path its path
	 * @param authorization its {@code Authorization} header, if it has one
	 * @param contentType its {@code Content-Type} header
	 * @param body its body
	 * @param headers the names of all its headers
	 */
	public record Received(String method, String path, String authorization, String contentType, String body,
			List<String> headers) {

		private static final JsonMapper JSON = new JsonMapper();

		/**
		 * Returns the token with which it was made.
		 * @return the bearer token
		 */
		public String token() {
			return this.authorization.substring("Bearer ".length());
		}

		/**
		 * Returns the header of the token.
		 * @return the JOSE header
		 */
		public JsonNode header() {
			return part(token(), 0);
		}

		/**
		 * Returns what the token says.
		 * @return the claims
		 */
		public JsonNode claims() {
			return part(token(), 1);
		}

		/**
		 * Returns a part of a JWS.
		 * @param jws the compact form
		 * @param index 0 for the header, 1 for the claims
		 * @return the JSON
		 */
		public static JsonNode part(String jws, int index) {
			return JSON.readTree(Base64.getUrlDecoder().decode(jws.split("\\.")[index]));
		}

	}

}

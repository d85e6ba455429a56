package io.wegrant.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * Where clients publish the keys of {@code private_key_jwt}: {@code client-0} and those
 * that follow, each at a path of its own.
 */
public final class ClientKeyServer implements AutoCloseable {

	/** The number of clients. */
	public static final int CLIENTS = 64;

	private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> fetches = new ConcurrentHashMap<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final HttpServer server;

	/**
	 * Starts the server. No client has keys yet.
	 */
	public ClientKeyServer() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	/**
	 * Makes a key of a client.
	 * @param kid its id, or {@code null} for none
	 * @return the key
	 */
	public static ECKey key(String kid) {
		try {
			return new ECKeyGenerator(Curve.P_256).keyID(kid).algorithm(JWSAlgorithm.ES256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Begins an assertion as it should be.
	 * @param clientId the client
	 * @param now the time
	 * @return the claims
	 */
	public static JWTClaimsSet.Builder claims(String clientId, Instant now) {
		return new JWTClaimsSet.Builder().issuer(clientId)
			.subject(clientId)
			.audience(TestProvider.ISSUER)
			.jwtID(UUID.randomUUID().toString())
			.expirationTime(Date.from(now.plus(Duration.ofMinutes(1))));
	}

	/**
	 * Signs an assertion.
	 * @param key the key
	 * @param claims what it says
	 * @return the assertion
	 */
	public static String sign(ECKey key, JWTClaimsSet claims) {
		try {
			SignedJWT assertion = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
					claims);
			assertion.sign(new ECDSASigner(key));
			return assertion.serialize();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Makes a request that is authenticated by an assertion alone.
	 * @param assertion the assertion
	 * @return the request
	 */
	public static Form request(String assertion) {
		return Form.grant("client_credentials")
			.with("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
			.with("client_assertion", assertion);
	}

	/**
	 * Returns the registrations of the clients.
	 * @return settings of a provider
	 */
	public String[] registrations() {
		return IntStream.range(0, CLIENTS)
			.boxed()
			.flatMap((i) -> Stream.of("wegrant.clients.registrations[" + i + "].client-id=client-" + i,
					"wegrant.clients.registrations[" + i + "].jwk-set-uri=" + uri("client-" + i)))
			.toArray(String[]::new);
	}

	/**
	 * Returns where the keys of a client are.
	 * @param clientId the client
	 * @return the address
	 */
	public String uri(String clientId) {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/" + clientId;
	}

	/**
	 * Publishes the keys of a client, instead of what it published before.
	 * @param clientId the client
	 * @param keys the keys
	 */
	public void publish(String clientId, ECKey... keys) {
		answer(clientId, (exchange) -> send(exchange, 200, new JWKSet(List.<JWK>of(keys)).toString()));
	}

	/**
	 * Takes requests for the keys of a client, and never answers.
	 * @param clientId the client
	 */
	public void hang(String clientId) {
		answer(clientId, (exchange) -> awaitEnd());
	}

	/**
	 * Begins to answer with the keys of a client, and never comes to an end.
	 * @param clientId the client
	 */
	public void trickle(String clientId) {
		answer(clientId, (exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			for (int i = 0; i < 1_000; i++) {
				exchange.getResponseBody().write(' ');
				exchange.getResponseBody().flush();
				if (this.end.getCount() == 0) {
					return;
				}
				LockSupport.parkNanos(50_000_000);
			}
		});
	}

	/**
	 * Says what is answered to who asks for the keys of a client.
	 * @param clientId the client
	 * @param answer answers
	 */
	public void answer(String clientId, HttpHandler answer) {
		this.answers.put("/" + clientId, answer);
	}

	/**
	 * Answers a request.
	 * @param exchange the request
	 * @param status the status
	 * @param body the body
	 * @throws IOException if the caller has gone
	 */
	public static void send(HttpExchange exchange, int status, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	/**
	 * Counts how often the keys of a client were asked for.
	 * @param clientId the client
	 * @return the number of requests
	 */
	public int fetches(String clientId) {
		return this.fetches.computeIfAbsent("/" + clientId, (path) -> new AtomicInteger()).get();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		this.fetches.computeIfAbsent(path, (each) -> new AtomicInteger()).incrementAndGet();
		try (exchange) {
			this.answers.getOrDefault(path, (unknown) -> send(unknown, 404, "")).handle(exchange);
		}
	}

	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.end.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}

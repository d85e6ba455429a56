package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * A provider for tests on a port of its own: it publishes a metadata document, keys and
 * revocations, signs what it is asked to sign, and can go down, come back and rotate its
 * key.
 */
public final class TestIssuer implements AutoCloseable {

	// It takes long to make, and is never replaced.
	private static final RSAKey RSA_KEY = newRsaKey();

	private final String path;

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger keyFetches = new AtomicInteger();

	private final TestRevocations revocations = new TestRevocations(this);

	private volatile ECKey ecKey;

	private volatile String metadataIssuer;

	private volatile Answer keysAnswer = Answer.KEYS;

	private volatile boolean revocationsPublished = true;

	private volatile Duration keyDelay = Duration.ZERO;

	private HttpServer server;

	private TestIssuer(String path) {
		this.path = path;
		this.ecKey = newEcKey();
		this.server = listen(0);
		this.metadataIssuer = issuer();
	}

	/**
	 * Starts a provider whose issuer has no path.
	 * @return the running provider
	 */
	public static TestIssuer start() {
		return new TestIssuer("");
	}

	/**
	 * Starts a provider whose issuer has a path.
	 * @param path the path, beginning with a slash
	 * @return the running provider
	 */
	public static TestIssuer startWithPath(String path) {
		return new TestIssuer(path);
	}

	private HttpServer listen(int port) {
		try {
			HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			created.createContext("/.well-known/oauth-authorization-server" + this.path, counted(this::metadata));
			created.createContext("/keys", counted(this::keys));
			created.createContext("/revocations", this.revocations::answer);
			created.setExecutor(Executors.newCachedThreadPool(TestIssuer::newThread));
			created.start();
			return created;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "test-issuer");
		thread.setDaemon(true);
		return thread;
	}

	private HttpHandler counted(HttpHandler handler) {
		return (exchange) -> {
			this.requests.incrementAndGet();
			handler.handle(exchange);
		};
	}

	private void metadata(HttpExchange exchange) throws IOException {
		Map<String, Object> document = new LinkedHashMap<>(
				Map.of("issuer", this.metadataIssuer, "jwks_uri", base() + "/keys"));
		if (this.revocationsPublished) {
			document.put("revocations_endpoint", base() + "/revocations");
		}
		respond(exchange, 200, JSONObjectUtils.toJSONString(document));
	}

	private void keys(HttpExchange exchange) throws IOException {
		this.keyFetches.incrementAndGet();
		LockSupport.parkNanos(this.keyDelay.toNanos());
		switch (this.keysAnswer) {
			case KEYS -> respond(exchange, 200, new JWKSet(List.of(this.ecKey, RSA_KEY)).toString());
			case ERROR -> respond(exchange, 500, "{}");
			case EMPTY -> respond(exchange, 200, "{\"keys\":[]}");
			case HTML -> respond(exchange, 200, "<html></html>");
			case NULL -> respond(exchange, 200, "null");
			case HUGE -> respond(exchange, 200, " ".repeat(1_000_000) + "{\"keys\":[]}");
			case REDIRECT -> {
				exchange.getResponseHeaders().set("Location", base() + "/keys?again");
				respond(exchange, 302, "");
			}
		}
	}

	private static void respond(HttpExchange exchange, int status, String body) throws IOException {
		try (exchange) {
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
			exchange.getResponseBody().write(bytes);
		}
	}

	private String base() {
		return "http://localhost:" + this.server.getAddress().getPort();
	}

	/**
	 * Answers the issuer identifier.
	 * @return the URL that is the {@code iss} of its tokens
	 */
	public String issuer() {
		return base() + this.path;
	}

	/**
	 * Begins an access token that a service with this audience accepts.
	 * @param audience the service
	 * @return a token to change and to sign
	 */
	public TestAccessToken accessTokenFor(String audience) {
		return new TestAccessToken(this, audience);
	}

	/**
	 * Begins an event that a service with this audience accepts: an account was closed.
	 * @param audience the service
	 * @return an event to change and to sign
	 */
	public TestAccountEvent accountEventFor(String audience) {
		return new TestAccountEvent(this, audience);
	}

	/**
	 * Answers its revocation feed.
	 * @return the feed, to revoke by
	 */
	public TestRevocations revocations() {
		return this.revocations;
	}

	/**
	 * Goes down: connections break and are refused until {@link #comeBack()}.
	 */
	public void goDown() {
		this.server.stop(0);
		((ExecutorService) this.server.getExecutor()).shutdownNow();
	}

	/**
	 * Comes back on the same port.
	 */
	public void comeBack() {
		this.server = listen(this.server.getAddress().getPort());
	}

	/**
	 * Replaces the key that signs by a new one. The old one is no longer published.
	 */
	public void rotate() {
		this.ecKey = newEcKey();
	}

	ECKey ecKey() {
		return this.ecKey;
	}

	RSAKey rsaKey() {
		return RSA_KEY;
	}

	void nameIssuer(String issuer) {
		this.metadataIssuer = issuer;
	}

	void delayKeys(Duration delay) {
		this.keyDelay = delay;
	}

	void answerKeyFetchesWith(Answer answer) {
		this.keysAnswer = answer;
	}

	public void publishRevocations(boolean published) {
		this.revocationsPublished = published;
	}

	public int keyFetches() {
		return this.keyFetches.get();
	}

	/**
	 * Counts what it was asked. The feed is not among it: a service follows it by itself,
	 * and one request may be under way whenever somebody counts.
	 */
	public int requests() {
		return this.requests.get();
	}

	@Override
	public void close() {
		goDown();
	}

	private static RSAKey newRsaKey() {
		try {
			return new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyIDFromThumbprint(true).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ECKey newEcKey() {
		try {
			return new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.SIGNATURE).keyIDFromThumbprint(true).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What the provider answers when its keys are fetched.
	 */
	enum Answer {

		KEYS, EMPTY, ERROR, HTML, HUGE, NULL, REDIRECT

	}

}

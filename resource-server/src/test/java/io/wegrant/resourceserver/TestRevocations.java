package io.wegrant.resourceserver;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;

/**
 * The revocation feed of a {@link TestIssuer}: it holds requests open, answers page by
 * page, and can fail in every way that a service must survive.
 */
public final class TestRevocations {

	private static final long LIFE = 600;

	private final TestIssuer issuer;

	private final SortedMap<Long, Map<String, Object>> entries = new TreeMap<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicReference<String> lastAnswer = new AtomicReference<>("");

	private long seq;

	private long lapsedUpTo = -1;

	private int pageSize = 20_000;

	private int generation;

	private final AtomicInteger goodAnswers = new AtomicInteger(Integer.MAX_VALUE);

	private volatile Fault fault = Fault.NONE;

	private volatile Fault nextFault = Fault.NONE;

	private volatile Duration clockOffset = Duration.ZERO;

	TestRevocations(TestIssuer issuer) {
		this.issuer = issuer;
	}

	/**
	 * Revokes a session.
	 * @param sid the value of the claim {@code sid} of its tokens
	 */
	public void revokeSession(String sid) {
		revoke("sid", sid, Map.of());
	}

	/**
	 * Revokes the tokens of a user that are of the first epoch, as all are unless a test
	 * says otherwise.
	 * @param sub the value of the claim {@code sub} of the tokens
	 */
	public void revokeUser(String sub) {
		revoke("sub", sub, Map.of("epoch", 1));
	}

	/**
	 * Revokes the tokens of a client that are of the first epoch.
	 * @param clientId the value of the claim {@code client_id} of the tokens
	 */
	public void revokeClient(String clientId) {
		revoke("client_id", clientId, Map.of("epoch", 1));
	}

	/**
	 * Revokes one token.
	 * @param jti the value of the claim {@code jti} of the token
	 */
	public void revokeToken(String jti) {
		revoke("jti", jti, Map.of());
	}

	/**
	 * Withdraws a key.
	 * @param kid its id
	 */
	public void withdrawKey(String kid) {
		revoke("kid", kid, Map.of());
	}

	void revoke(String type, String value, Map<String, Object> more) {
		add(type, fingerprint(value), more);
	}

	synchronized void add(String type, String value, Map<String, Object> more) {
		this.seq++;
		Map<String, Object> entry = new LinkedHashMap<>();
		entry.put("type", type);
		entry.put("value", value);
		entry.put("exp", now() + LIFE);
		entry.putAll(more);
		this.entries.put(this.seq, entry);
		notifyAll();
	}

	/**
	 * Lets cursors up to the last entry lapse, and forgets the entries.
	 */
	synchronized void lapse() {
		this.lapsedUpTo = this.seq;
		this.entries.clear();
		this.seq += 1_000;
		notifyAll();
	}

	public synchronized void release() {
		this.generation++;
		notifyAll();
	}

	public void answerWith(Fault next) {
		this.fault = next;
	}

	public void work() {
		this.fault = Fault.NONE;
	}

	/**
	 * Lets everything go well for some answers, and then not.
	 */
	void failAfter(int answers, Fault next) {
		this.goodAnswers.set(answers);
		this.nextFault = next;
	}

	String lastAnswer() {
		return this.lastAnswer.get();
	}

	synchronized void pageBy(int size) {
		this.pageSize = size;
	}

	synchronized void letPass(Duration time) {
		this.clockOffset = this.clockOffset.plus(time);
	}

	public int requests() {
		return this.requests.get();
	}

	synchronized long seq() {
		return this.seq;
	}

	private long now() {
		return Instant.now().plus(this.clockOffset).getEpochSecond();
	}

	static String fingerprint(String value) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void answer(HttpExchange exchange) throws IOException {
		this.requests.incrementAndGet();
		Long after = parameter(exchange, "after").map(TestRevocations::seq).orElse(null);
		Long wait = parameter(exchange, "wait").map(Long::valueOf).orElse(null);
		try (exchange) {
			Map<String, Object> page = (this.fault == Fault.HANG) ? Map.of() : page(after, (wait != null) ? wait : 0);
			if (this.fault == Fault.SATURATED && wait != null) {
				exchange.sendResponseHeaders(503, -1);
				return;
			}
			if (page == null) {
				exchange.sendResponseHeaders(410, -1);
				return;
			}
			respond(exchange, page);
		}
	}

	private static Optional<String> parameter(HttpExchange exchange, String name) {
		String query = exchange.getRequestURI().getRawQuery();
		return Arrays.stream((query != null) ? query.split("&") : new String[0])
			.filter((parameter) -> parameter.startsWith(name + "="))
			.map((parameter) -> parameter.substring(name.length() + 1))
			.findFirst();
	}

	static String cursor(long seq) {
		return "c." + seq;
	}

	private static long seq(String cursor) {
		return Long.parseLong(cursor.substring(2));
	}

	private synchronized Map<String, Object> page(Long after, long wait) {
		holdWhile(() -> after != null && after == this.seq, Duration.ofSeconds(wait));
		if (after != null && (after <= this.lapsedUpTo || after > this.seq)) {
			return null;
		}
		List<Map.Entry<Long, Map<String, Object>>> waiting = List
			.copyOf(this.entries.tailMap((after != null) ? after + 1 : 0).entrySet());
		List<Map.Entry<Long, Map<String, Object>>> sent = waiting.subList(0, Math.min(waiting.size(), this.pageSize));
		boolean more = sent.size() < waiting.size();
		Map<String, Object> page = new LinkedHashMap<>();
		page.put("iss", this.issuer.issuer());
		page.put("iat", now());
		if (after != null) {
			page.put("after", cursor(after));
		}
		page.put("cursor", cursor(more ? sent.get(sent.size() - 1).getKey() : this.seq));
		page.put("more", more);
		page.put("entries", sent.stream().map(Map.Entry::getValue).toList());
		return page;
	}

	private synchronized void holdWhile(BooleanSupplier nothingNew, Duration longest) {
		long end = System.nanoTime() + longest.toNanos();
		int begun = this.generation;
		try {
			while (nothingNew.getAsBoolean() && begun == this.generation && System.nanoTime() < end) {
				wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void respond(HttpExchange exchange, Map<String, Object> page) throws IOException {
		if (this.goodAnswers.getAndDecrement() == 0) {
			this.fault = this.nextFault;
		}
		switch (this.fault) {
			case HANG -> holdWhile(() -> true, Duration.ofMinutes(1));
			case RESET -> {
			}
			case HTML -> send(exchange, 200, "text/html", "<html>Sign in to the network</html>");
			case ERROR -> send(exchange, 500, "application/json", "{}");
			case UNAVAILABLE -> {
				exchange.getResponseHeaders().set("Retry-After", "1");
				send(exchange, 503, "application/json", "{}");
			}
			case TOO_MANY_REQUESTS -> send(exchange, 429, "application/json", "{}");
			case REDIRECT -> {
				exchange.getResponseHeaders().set("Location", this.issuer.issuer() + "/revocations?again");
				send(exchange, 302, "application/jwt", "");
			}
			case HUGE -> send(exchange, 200, "application/jwt", "x".repeat(10 * 1024 * 1024));
			case TRUNCATED -> truncate(exchange, sign(page));
			case HALF -> send(exchange, 200, "application/jwt", sign(page).substring(0, 200));
			case REPLAYED -> send(exchange, 200, "application/jwt", this.lastAnswer.get());
			case TOKEN -> send(exchange, 200, "application/jwt", this.issuer.accessTokenFor("x").sign());
			case NONE -> {
				String answer = sign(page);
				this.lastAnswer.set(answer);
				send(exchange, 200, "application/jwt", answer);
			}
			default -> send(exchange, 200, "application/jwt", sign(page));
		}
	}

	private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, (bytes.length == 0) ? -1 : bytes.length);
		exchange.getResponseBody().write(bytes);
	}

	private static void truncate(HttpExchange exchange, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/jwt");
		exchange.sendResponseHeaders(200, bytes.length);
		OutputStream out = exchange.getResponseBody();
		out.write(bytes, 0, bytes.length / 2);
		out.flush();
	}

	private String sign(Map<String, Object> page) {
		ECKey key = this.issuer.ecKey();
		JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("revocations+jwt"))
			.keyID(key.getKeyID());
		Map<String, Object> payload = new LinkedHashMap<>(page);
		String text = null;
		switch (this.fault) {
			case FORGED -> key = stranger();
			case UNKNOWN_KEY -> header.keyID("unknown");
			case BRINGS_KEY -> header.jwk(key.toPublicJWK());
			case TYPE -> header.type(new JOSEObjectType("at+jwt"));
			case NO_TYPE -> header.type(null);
			case ISSUER -> payload.put("iss", "https://elsewhere.example");
			case NO_AFTER -> payload.remove("after");
			case AFTER -> payload.computeIfPresent("after", (name, after) -> after + "1");
			case NO_CURSOR -> payload.remove("cursor");
			case BAD_CURSOR -> payload.put("cursor", "c 1&wait=0");
			case NO_PROGRESS -> {
				payload.put("more", true);
				payload.computeIfPresent("after", (name, after) -> payload.put("cursor", after));
			}
			case CLOCK_AHEAD -> payload.put("iat", (long) payload.get("iat") + 120);
			case CLOCK_BEHIND -> payload.put("iat", (long) payload.get("iat") - 121);
			case NO_TIME -> payload.remove("iat");
			case NO_ENTRIES -> payload.remove("entries");
			case NULL_ENTRY -> changeEntries(payload, (entries) -> withBad(entries, null));
			case FINGERPRINT -> changeEntries(payload,
					(entries) -> withBad(entries, Map.of("type", "sid", "value", "abc", "exp", now() + 600)));
			case NO_EPOCH -> changeEntries(payload, (entries) -> withBad(entries,
					Map.of("type", "sub", "value", fingerprint("u-1"), "exp", now() + 600)));
			case BAD_EPOCH -> changeEntries(payload, (entries) -> {
				for (Object epoch : List.of(-1, 1.5, "1", new BigInteger("9".repeat(30)), List.of(), true)) {
					entries = withBad(entries,
							Map.of("type", "sub", "value", fingerprint("u-1"), "epoch", epoch, "exp", now() + 600));
				}
				return entries;
			});
			case NO_TYPE_OF_ENTRY -> changeEntries(payload,
					(entries) -> withBad(entries, Map.of("value", fingerprint("u-1"), "exp", now() + 600)));
			case BAD_EXPIRY -> changeEntries(payload,
					(entries) -> withBad(entries, Map.of("type", "sid", "value", fingerprint("u-1"), "exp", "soon")));
			case NESTED -> text = "{\"iss\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
			case NULL -> text = "null";
			default -> {
			}
		}
		JWSObject object = new JWSObject(header.build(),
				new Payload((text != null) ? text : JSONObjectUtils.toJSONString(payload)));
		try {
			object.sign(new ECDSASigner(key));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return TestAccessToken.lower(object.serialize());
	}

	private static List<Object> withBad(List<Object> entries, Object bad) {
		List<Object> all = new ArrayList<>();
		all.add(bad);
		all.addAll(entries);
		return all;
	}

	@SuppressWarnings("unchecked")
	private static void changeEntries(Map<String, Object> payload, UnaryOperator<List<Object>> change) {
		payload.computeIfPresent("entries", (name, entries) -> change.apply((List<Object>) entries));
	}

	private static ECKey stranger() {
		try {
			return new ECKeyGenerator(Curve.P_256).generate();
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is wrong with the answers.
	 */
	public enum Fault {

		NONE, FORGED, UNKNOWN_KEY, BRINGS_KEY, TYPE, NO_TYPE, TOKEN, ISSUER, NO_AFTER, AFTER, NO_CURSOR, BAD_CURSOR,
		NO_PROGRESS, CLOCK_AHEAD, CLOCK_BEHIND, NO_TIME, NO_ENTRIES, NULL_ENTRY, FINGERPRINT, NO_EPOCH, BAD_EPOCH,
		NO_TYPE_OF_ENTRY, BAD_EXPIRY, NESTED, NULL, REPLAYED, HALF, TRUNCATED, HUGE, HTML, ERROR, UNAVAILABLE,
		TOO_MANY_REQUESTS, REDIRECT, RESET, HANG, SATURATED

	}

}

package io.wegrant.resourceserver;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service of any kind answers to account events, requirement W08: which it takes,
 * and which it refuses and how (RFC 8935). Whoever extends it starts a service of one
 * kind, which listens to account events and answers at {@code /me} with the subject of
 * any good token.
 * <p>
 * Each refused event is a good one with one thing changed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AccountEventContract {

	/** Who the service is in its events. */
	protected static final String AUDIENCE = "http://service.test";

	/** Where it takes them. */
	protected static final String PATH = "/wegrant/account-events";

	private static final String TYPE = "application/secevent+jwt";

	private final TestIssuer issuer = TestIssuer.start();

	private HttpService service;

	/**
	 * Starts a service whose audience is {@link #AUDIENCE}.
	 * @param issuer whose events it takes
	 * @return its address and what ends it
	 */
	protected abstract HttpService start(String issuer);

	@BeforeAll
	void start() {
		this.service = start(this.issuer.issuer());
	}

	@AfterAll
	void stop() {
		this.service.close();
		this.issuer.close();
	}

	/**
	 * Returns the provider.
	 * @return the issuer of good events
	 */
	protected TestIssuer issuer() {
		return this.issuer;
	}

	/**
	 * Returns the service that all tests share.
	 * @return the running service
	 */
	protected HttpService service() {
		return this.service;
	}

	/**
	 * Begins a good event.
	 * @return the event, to change and to sign
	 */
	protected TestAccountEvent event() {
		return this.issuer.accountEventFor(AUDIENCE);
	}

	/**
	 * Sends an event.
	 * @param service where to
	 * @param path the path
	 * @param body the event
	 * @return the answer
	 */
	protected static HttpResponse<String> post(HttpService service, String path, String body) {
		return service.send(request(service, path, TYPE, HttpRequest.BodyPublishers.ofString(body)));
	}

	private HttpResponse<String> post(String body) {
		return post(this.service, PATH, body);
	}

	private HttpResponse<String> post(String type, HttpRequest.BodyPublisher body) {
		return this.service.send(request(this.service, PATH, type, body));
	}

	private static HttpRequest request(HttpService service, String path, String type, HttpRequest.BodyPublisher body) {
		return service.request(path)
			.header("Content-Type", type)
			.header("Accept", "application/json")
			.timeout(Duration.ofSeconds(30))
			.POST(body)
			.build();
	}

	/**
	 * Sees that an event was taken.
	 * @param answer the answer
	 */
	protected static void assertTaken(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
		assertThat(answer.body()).isEmpty();
		assertPlain(answer);
	}

	private void assertTaken(String event) {
		assertTaken(post(event));
	}

	private static void assertPlain(HttpResponse<String> answer) {
		assertThat(answer.headers().map()).doesNotContainKeys("set-cookie", "www-authenticate",
				"access-control-allow-origin");
	}

	private void assertRefused(String err, String event) {
		HttpResponse<String> answer = post(event);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
		assertThat(answer.headers().firstValue("Content-Language")).hasValue("en");
		Map<String, Object> body = read(answer.body());
		assertThat(body).containsOnlyKeys("err", "description").containsEntry("err", err);
		assertThat(String.valueOf(body.get("description"))).isNotBlank().doesNotContain("u-1", "xyzzy");
		assertPlain(answer);
	}

	private static Map<String, Object> read(String json) {
		try {
			return JSONObjectUtils.parse(json);
		}
		catch (java.text.ParseException ex) {
			throw new IllegalArgumentException(json, ex);
		}
	}

	@Test
	void postWhenEventOfProviderThenTakenHoweverOften() {
		String event = event().sign();
		assertTaken(event);
		assertTaken(event);
		assertTaken(event().event(TestAccountEvent.DISABLED, Map.of()).sign());
		assertTaken(event().event(TestAccountEvent.ENABLED, Map.of()).sign());
		assertTaken(event().rolesChanged("user", "cashier").sign());
		assertTaken(event().rolesChanged().sign());
		assertTaken(event().phoneChanged().sign());
		assertTaken(event().mergedInto("u-2").sign());
	}

	@Test
	void postWhenWrittenInOtherWaysThatAreAllowedThenTaken() {
		assertTaken(event().signWithRsa(JWSAlgorithm.RS256));
		assertTaken(event().type("application/secevent+jwt").sign());
		assertTaken(event().claim("aud", List.of("http://other.test", AUDIENCE)).sign());
		assertTaken(event().claim("txn", "t").claim("later", Map.of("a", List.of(1, Map.of("b", 2)))).sign());
		assertTaken(
				post("Application/SecEvent+JWT ; charset=UTF-8", HttpRequest.BodyPublishers.ofString(event().sign())));
		assertTaken(this.service.send(this.service.request(PATH)
			.header("Content-Type", TYPE)
			.header("Authorization", "Bearer opaque")
			.header("Origin", "https://elsewhere.example")
			.POST(HttpRequest.BodyPublishers.ofString(event().sign()))
			.build()));
	}

	@Test
	void postWhenTypeOfEventIsNotKnownThenTaken() {
		assertTaken(event().event("https://schemas.example/xyzzy", Map.of("a", 1)).sign());
		assertTaken(event().event("https://other.example/event-types/phone-changed", Map.of()).sign());
		assertTaken(event().event(TestAccountEvent.CLAIMS_CHANGE, Map.of("claims", Map.of("xyzzy", 1))).sign());
	}

	@ParameterizedTest
	@MethodSource
	void postWhenClaimIsWrongThenRefused(String err, UnaryOperator<TestAccountEvent> change) {
		assertRefused(err, change.apply(event()).sign());
	}

	Stream<Arguments> postWhenClaimIsWrongThenRefused() {
		String issuer = this.issuer.issuer();
		return Stream.of(changed("another issuer", "invalid_issuer", (event) -> event.claim("iss", "https://xyzzy")),
				changed("issuer with a slash", "invalid_issuer", (event) -> event.claim("iss", issuer + "/")),
				changed("no issuer", "invalid_issuer", (event) -> event.without("iss")),
				changed("another audience", "invalid_audience", (event) -> event.claim("aud", "http://xyzzy")),
				changed("audience prefix", "invalid_audience", (event) -> event.claim("aud", AUDIENCE + "/x")),
				changed("no audience", "invalid_audience", (event) -> event.without("aud")),
				changed("audiences without it", "invalid_audience", (event) -> event.claim("aud", List.of("x", 1))),
				changed("audience in an object", "invalid_audience",
						(event) -> event.claim("aud", Map.of(AUDIENCE, AUDIENCE))),
				wrong("signed long ago", (event) -> event.signedIn(-362)),
				wrong("signed in the future", (event) -> event.signedIn(75)),
				wrong("not signed at any time", (event) -> event.without("iat")),
				wrong("signed at a text", (event) -> event.claim("iat", "1796000000")),
				wrong("signed at a fraction", (event) -> event.claim("iat", 1_796_000_000.5)),
				wrong("signed before all time", (event) -> event.claim("iat", Long.MIN_VALUE)),
				wrong("signed after all time", (event) -> event.claim("iat", Long.MAX_VALUE)),
				wrong("no jti", (event) -> event.without("jti")),
				wrong("empty jti", (event) -> event.claim("jti", " ")),
				wrong("jti is a number", (event) -> event.claim("jti", 7)),
				wrong("no toe", (event) -> event.without("toe")),
				wrong("toe is a text", (event) -> event.claim("toe", "1796000000")),
				wrong("toe is beyond all time", (event) -> event.claim("toe", Long.MAX_VALUE)),
				wrong("with sub", (event) -> event.claim("sub", "u-1")),
				wrong("with exp", (event) -> event.claim("exp", 4_000_000_000L)),
				wrong("no sub_id", (event) -> event.without("sub_id")),
				wrong("sub_id is a text", (event) -> event.claim("sub_id", "u-1")),
				wrong("sub_id of another format", subject(issuer, "format", "opaque")),
				wrong("sub_id without format", subject(issuer, "format", null)),
				wrong("sub_id of another issuer", subject(issuer, "iss", "https://xyzzy")),
				wrong("sub_id without issuer", subject(issuer, "iss", null)),
				wrong("sub_id without sub", subject(issuer, "sub", null)),
				wrong("sub_id with a number", subject(issuer, "sub", 1)),
				wrong("no events", (event) -> event.without("events")),
				wrong("events are a list", (event) -> event.claim("events", List.of(TestAccountEvent.PURGED))),
				wrong("events are a text", (event) -> event.claim("events", TestAccountEvent.PURGED)),
				wrong("none in events", (event) -> event.claim("events", Map.of())),
				wrong("two events",
						(event) -> event.claim("events",
								Map.of(TestAccountEvent.PURGED, Map.of(), TestAccountEvent.DISABLED, Map.of()))),
				wrong("one that is known and one that is not",
						(event) -> event.claim("events",
								Map.of(TestAccountEvent.PURGED, Map.of(), "https://xyzzy", Map.of()))),
				wrong("event is no object", (event) -> event.claim("events", Map.of(TestAccountEvent.PURGED, true))),
				wrong("unknown event is no object", (event) -> event.claim("events", Map.of("https://xyzzy", "xyzzy"))),
				wrong("no claims have changed", (event) -> event.event(TestAccountEvent.CLAIMS_CHANGE, Map.of())),
				wrong("changed claims are a list",
						(event) -> event.event(TestAccountEvent.CLAIMS_CHANGE, Map.of("claims", List.of("roles")))),
				wrong("roles are a text",
						(event) -> event.event(TestAccountEvent.CLAIMS_CHANGE,
								Map.of("claims", Map.of("roles", "xyzzy")))),
				wrong("a role is a number",
						(event) -> event.event(TestAccountEvent.CLAIMS_CHANGE,
								Map.of("claims", Map.of("roles", List.of("user", 1))))),
				wrong("merged into nobody",
						(event) -> event.event(issuer + "/event-types/user-merged", Map.of("from", "u-2"))),
				wrong("merged into an object",
						(event) -> event.event(issuer + "/event-types/user-merged", Map.of("into", Map.of()))),
				wrong("merged into itself", (event) -> event.mergedInto("u-1")));
	}

	private static Arguments changed(String name, String err, UnaryOperator<TestAccountEvent> change) {
		return Arguments.argumentSet(name, err, change);
	}

	private static Arguments wrong(String name, UnaryOperator<TestAccountEvent> change) {
		return changed(name, "invalid_request", change);
	}

	private static UnaryOperator<TestAccountEvent> subject(String issuer, String member, Object value) {
		Map<String, Object> subject = new HashMap<>(Map.of("format", "iss_sub", "iss", issuer, "sub", "u-1"));
		subject.put(member, value);
		subject.values().removeAll(Collections.singleton(null));
		return (event) -> event.claim("sub_id", subject);
	}

	@Test
	void postWhenClocksDifferWithinSkewThenTaken() {
		assertTaken(event().signedIn(-350).sign());
		assertTaken(event().signedIn(50).sign());
	}

	@Test
	void postWhenNotSignedByProviderThenInvalidKey() throws JOSEException {
		ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("stranger").generate();
		ECDSASigner signer = new ECDSASigner(stranger);
		String known = this.issuer.ecKey().getKeyID();
		assertRefused("invalid_key", event().sign(JWSAlgorithm.ES256, "stranger", signer));
		assertRefused("invalid_key", event().sign(JWSAlgorithm.ES256, known, signer));
		assertRefused("invalid_key", event().sign(JWSAlgorithm.ES256, null, signer));
		assertRefused("invalid_key", event().header((header) -> header.keyID(null)).sign());
		assertRefused("invalid_key", event().header((header) -> header.keyID(this.issuer.rsaKey().getKeyID())).sign());
		assertRefused("invalid_key", event().header((header) -> header.jwk(this.issuer.ecKey().toPublicJWK())).sign());
		assertRefused("invalid_key",
				event().header((header) -> header.jwkURL(URI.create(this.issuer.issuer() + "/keys"))).sign());
		assertRefused("invalid_key", event().signWithRsa(JWSAlgorithm.RS512));
		byte[] secret = this.issuer.rsaKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
		assertRefused("invalid_key",
				event().sign(JWSAlgorithm.HS256, this.issuer.rsaKey().getKeyID(), new MACSigner(secret)));
		String[] parts = event().sign().split("\\.", -1);
		assertRefused("invalid_key", parts[0] + "." + Base64URL.encode(event().about("u-2").json()) + "." + parts[2]);
		assertRefused("invalid_request", parts[0] + "." + parts[1] + ".");
	}

	@Test
	void postWhenOfAnotherProviderThenRefused() {
		try (TestIssuer other = TestIssuer.start()) {
			assertRefused("invalid_key", other.accountEventFor(AUDIENCE).sign());
			assertRefused("invalid_key", other.accountEventFor(AUDIENCE).claim("iss", this.issuer.issuer()).sign());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "JWT", "at+jwt", "revocations+jwt", "logout+jwt", "jwt", "secevent", "xyzzy+jwt" })
	void postWhenTypeOfTokenIsAnotherThenRefused(String type) {
		assertRefused("invalid_request", event().type(type).sign());
	}

	@Test
	void postWhenTypeOfTokenIsMissingThenRefused() {
		assertRefused("invalid_request", event().header((header) -> header.type(null)).sign());
	}

	@Test
	void postWhenTokenIsOfAnotherKindThenRefused() {
		assertRefused("invalid_request", this.issuer.accessTokenFor(AUDIENCE).sign());
		Awaitility.await().until(() -> !this.issuer.revocations().lastAnswer().isEmpty());
		assertRefused("invalid_request", this.issuer.revocations().lastAnswer());
	}

	@Test
	void callWhenTokenIsAnEventThenRefusedLikeAnyOther() {
		assertThat(this.service.get("/me", this.issuer.accessTokenFor(AUDIENCE).sign()).statusCode()).isEqualTo(200);
		for (String event : List.of(event().sign(),
				event().claim("sub", "u-1")
					.claim("exp", 4_000_000_000L)
					.claim("client_id", "c")
					.claim("client_epoch", 0)
					.claim("user_epoch", 0)
					.sign())) {
			HttpResponse<String> answer = this.service.get("/me", event);
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
				.startsWith("Bearer error=\"invalid_token\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "xyzzy", "{}", "bnVsbA.e30.AA", "e30.bnVsbA.AA", "W10.W10.AA", "a.b.c",
			"e30.e30.e30", "...", "\u0000", "\u00e9", "eyJhbGciOiJub25lIn0.e30." })
	void postWhenNotJwtThenRefused(String body) {
		assertRefused("invalid_request", body);
	}

	@Test
	@DisplayName("X06 another spelling of a good event is refused")
	void postWhenSpelledInAnotherWayThenRefused() {
		String event = event().sign();
		for (String other : TestAccessToken.othersOf(event)) {
			assertThat(post(other).statusCode()).as(other).isEqualTo(400);
		}
		assertThat(post(TestAccessToken.twin(event)).statusCode()).isEqualTo(400);
		assertTaken(event);
	}

	@Test
	void postWhenClaimsAreNoJsonObjectThenRefused() {
		for (String claims : List.of("", "null", "[]", "7", "{", "{\"iss\":", "{} {}", "{'iss':1}",
				"{\"a\":" + "[".repeat(9_000) + "]".repeat(9_000) + "}")) {
			assertThat(post(event().sign(claims)).statusCode()).as(claims).isEqualTo(400);
		}
		assertThat(post(event().sign("[".repeat(20_000) + "]".repeat(20_000))).statusCode()).isEqualTo(400);
		String nested = event().json().replace("{}", "{\"a\":" + "[".repeat(9_000) + "]".repeat(9_000) + "}");
		assertRefused("invalid_request", event().sign(nested));
	}

	@Test
	void postWhenHeaderIsNestedDeeplyThenRefused() {
		String[] parts = event().sign().split("\\.", -1);
		String header = "{\"alg\":\"ES256\",\"typ\":\"secevent+jwt\",\"kid\":\"" + this.issuer.ecKey().getKeyID()
				+ "\",\"x\":" + "[".repeat(9_000) + "]".repeat(9_000) + "}";
		assertThat(post(Base64URL.encode(header) + "." + parts[1] + "." + parts[2]).statusCode()).isEqualTo(400);
		assertTaken(event().sign());
	}

	@Test
	void postWhenClaimIsThereTwiceThenRefused() {
		String json = event().json();
		for (String twice : List.of("\"jti\":\"a\"", "\"aud\":\"" + AUDIENCE + "\"",
				"\"events\":{\"" + TestAccountEvent.PURGED + "\":{}}")) {
			assertRefused("invalid_request", event().sign("{" + twice + "," + json.substring(1)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/jwt; charset=UTF-8", "application/json;charset=utf-8",
			"text/plain", "application/secevent", "application/secevent+jwt2", "application/*", "*/*", ";",
			"xyzzy; a=application/secevent+jwt", "application/x-www-form-urlencoded",
			"multipart/form-data; boundary=x" })
	void postWhenMediaTypeIsAnotherThenUnsupported(String type) {
		assertUnsupported(post(type, HttpRequest.BodyPublishers.ofString(event().sign())));
	}

	@Test
	void postWhenMediaTypeIsMissingThenUnsupported() {
		assertUnsupported(this.service
			.send(this.service.request(PATH).POST(HttpRequest.BodyPublishers.ofString(event().sign())).build()));
	}

	private static void assertUnsupported(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(415);
		assertThat(answer.body()).isEmpty();
		assertPlain(answer);
	}

	@Test
	void postWhenBodyIsLongThenReadUpTo64Kilobytes() {
		String event = event().claim("filler", "x".repeat(45_000)).sign();
		assertThat(event.length()).isBetween(60_000, 65_536);
		assertTaken(event);
		byte[] body = (event + "x".repeat(65 * 1024 - event.length())).getBytes(StandardCharsets.UTF_8);
		assertTooLong(HttpRequest.BodyPublishers.ofByteArray(body));
		assertTooLong(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
		assertTooLong(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000]));
		assertTaken(event().sign());
	}

	private void assertTooLong(HttpRequest.BodyPublisher body) {
		try {
			assertThat(post(TYPE, body).statusCode()).isEqualTo(413);
		}
		catch (UncheckedIOException ex) {
			// A server may also hang up while more is sent.
		}
	}

	@Test
	void postWhenBodyComesInPiecesThenTaken() throws IOException {
		byte[] event = event().sign().getBytes(StandardCharsets.US_ASCII);
		URI address = this.service.request(PATH).build().uri();
		try (Socket socket = new Socket("localhost", address.getPort())) {
			socket.setSoTimeout(20_000);
			socket.setTcpNoDelay(true);
			OutputStream out = socket.getOutputStream();
			out.write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + TYPE
					+ "\r\nContent-Length: " + event.length + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
			for (byte each : event) {
				out.write(each);
				out.flush();
			}
			assertThat(statusLine(socket.getInputStream())).startsWith("HTTP/1.1 202");
		}
	}

	private static String statusLine(InputStream in) throws IOException {
		return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
	}

	@Test
	void postWhenBodyEndsEarlyThenOthersAreServed() throws IOException {
		URI address = this.service.request(PATH).build().uri();
		for (int i = 0; i < 20; i++) {
			try (Socket socket = new Socket("localhost", address.getPort())) {
				socket.getOutputStream()
					.write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + TYPE
							+ "\r\nContent-Length: 1000\r\n\r\neyJ")
						.getBytes(StandardCharsets.US_ASCII));
			}
		}
		assertTaken(event().sign());
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS" })
	void callWhenMethodIsAnotherThenNotAllowed(String method) {
		HttpResponse<String> answer = this.service.send(this.service.request(PATH)
			.header("Content-Type", TYPE)
			.header("Origin", "https://elsewhere.example")
			.header("Access-Control-Request-Method", "POST")
			.method(method, HttpRequest.BodyPublishers.ofString(event().sign()))
			.build());
		assertThat(answer.statusCode()).isEqualTo(405);
		assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
		assertThat(answer.body()).isEmpty();
		assertPlain(answer);
	}

	@Test
	void callWhenPathIsAnotherThenAsProtectedAsAny() {
		for (String path : List.of(PATH + "/", PATH + "/x", "/wegrant", "/wegrant/account-event",
				"/WEGRANT/account-events", "/x" + PATH)) {
			assertThat(post(this.service, path, event().sign()).statusCode()).as(path).isIn(401, 404);
		}
	}

	@Test
	void postWhenProviderIsDownThenUnavailableUntilItIsBack() {
		try (TestIssuer other = TestIssuer.start()) {
			String event = other.accountEventFor(AUDIENCE).sign();
			other.goDown();
			try (HttpService early = start(other.issuer())) {
				HttpResponse<String> answer = post(early, PATH, event);
				assertThat(answer.statusCode()).isEqualTo(503);
				assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
				assertThat(answer.body()).isEmpty();
				assertThat(post(early, PATH, "xyzzy").statusCode()).isEqualTo(400);
				other.comeBack();
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> post(early, PATH, event).statusCode() == 202);
			}
		}
	}

	@Test
	void postWhenProviderRotatesKeyThenNewKeyIsFetchedAndUnknownOnesAreNot() {
		try (TestIssuer other = TestIssuer.start(); HttpService served = start(other.issuer())) {
			assertTaken(post(served, PATH, other.accountEventFor(AUDIENCE).sign()));
			other.rotate();
			assertTaken(post(served, PATH, other.accountEventFor(AUDIENCE).sign()));
			int fetches = other.keyFetches();
			for (int i = 0; i < 20; i++) {
				String id = "k-" + i;
				String event = other.accountEventFor(AUDIENCE).header((header) -> header.keyID(id)).sign();
				assertThat(post(served, PATH, event).statusCode()).isEqualTo(400);
			}
			assertThat(other.keyFetches()).isEqualTo(fetches);
		}
	}

}

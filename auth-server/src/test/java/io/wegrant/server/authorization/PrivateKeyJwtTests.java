package io.wegrant.server.authorization;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpHandler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.server.Answer;
import io.wegrant.server.ClientKeyServer;
import io.wegrant.server.Concurrently;
import io.wegrant.server.Database;
import io.wegrant.server.Form;
import io.wegrant.server.Statements;
import io.wegrant.server.TestProvider;

import static io.wegrant.server.AnswerAssert.assertThat;
import static io.wegrant.server.TestProvider.APPID;
import static io.wegrant.server.TestProvider.ISSUER;
import static io.wegrant.server.TestProvider.SERVICE;
import static io.wegrant.server.TestProvider.SERVICE_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that proves itself with a key (RFC 7523 section 2.2).
 */
class PrivateKeyJwtTests {

	/** What waiting two seconds may take on a busy machine. */
	private static final Duration AT_MOST = Duration.ofMillis(3_500);

	private static final ClientKeyServer KEYS = new ClientKeyServer();

	private static final AtomicInteger CLIENTS = new AtomicInteger();

	private final TestProvider provider = TestProvider.shared(Database.H2, settings());

	private final String clientId = "client-" + CLIENTS.getAndIncrement() % ClientKeyServer.CLIENTS;

	private final ECKey key = ClientKeyServer.key("key-1");

	PrivateKeyJwtTests() {
		// What was fetched for an earlier test is old.
		this.provider.clock().advance(Duration.ofHours(2));
		KEYS.publish(this.clientId, this.key);
	}

	private static String[] settings() {
		String service = "wegrant.clients.registrations[" + ClientKeyServer.CLIENTS + "].";
		String miniProgram = "wegrant.clients.registrations[" + (ClientKeyServer.CLIENTS + 1) + "].";
		return Stream.concat(Arrays.stream(KEYS.registrations()),
				Stream.of(service + "client-id=" + SERVICE, service + "client-secret=" + SERVICE_SECRET,
						miniProgram + "appid=" + APPID, miniProgram + "app-secret=x",
						"wegrant.limits.wrong-secrets-per-client=30"))
			.toArray(String[]::new);
	}

	@Test
	@DisplayName("X03: an assertion is the client's own, for this provider, and signed by a key that it publishes")
	void requestWhenAssertionIsSignedByTheClientsKeyThenToken() {
		Answer granted = this.provider.token(ClientKeyServer.request(assertion()).with("client_id", this.clientId));

		assertThat(granted.status()).as(granted.body()).isEqualTo(200);
		assertThat(granted.claims().required("sub").asString()).isEqualTo(this.clientId);
		assertRefuses(ClientKeyServer.sign(ClientKeyServer.key("key-1"), claims().build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().issuer("other").build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().subject("other").build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().audience("https://elsewhere.example").build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().audience((String) null).build()));
		assertThat(this.provider.token(ClientKeyServer.request("x").with("client_id", this.clientId))).isRefused(401,
				"invalid_client");
		assertThat(this.provider.token(ClientKeyServer.request(assertion()).with("client_id", "client-x")))
			.isRefused(401, "invalid_client");
		assertThat(this.provider.token(ClientKeyServer.request(assertion()).with("client_id", SERVICE))).isRefused(401,
				"invalid_client");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke" })
	void requestWhenAudienceIsAnAddressOfTheProviderThenToken(String path) {
		assertGrants(ClientKeyServer.sign(this.key,
				claims().audience(List.of("https://elsewhere.example", ISSUER + path)).build()));
	}

	@Test
	@DisplayName("X03: nothing but ES256 signs an assertion")
	void requestWhenAlgorithmIsAnotherThenRefused() throws JOSEException {
		SignedJWT mac = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("key-1").build(),
				claims().build());
		mac.sign(new MACSigner(this.key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
		SignedJWT typed = new SignedJWT(
				new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt")).build(), claims().build());
		typed.sign(new ECDSASigner(this.key));

		assertRefuses(mac.serialize());
		assertRefuses(new PlainJWT(claims().build()).serialize());
		assertRefuses(typed.serialize());
	}

	@Test
	@DisplayName("X03: without client_id the assertion says whose it is (RFC 7521 section 4.2), at all endpoints")
	void requestWhenClientIdIsAbsentThenTokenForTheSubject() {
		Answer granted = this.provider.token(ClientKeyServer.request(assertion()));

		assertThat(granted.status()).as(granted.body()).isEqualTo(200);
		assertThat(granted.claims().required("client_id").asString()).isEqualTo(this.clientId);
		assertThat(this.provider.introspect(ClientKeyServer.request(assertion()).with("token", "x")).body())
			.isEqualTo("{\"active\":false}");
		assertThat(this.provider.revoke(ClientKeyServer.request(assertion()).with("token", "x")).status())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "a.b.c", "..", "bnVsbA.e30.AA", "e30.bnVsbA.AA", "W10.e30.AA",
			"eyJhbGciOm51bGx9.e30.AA", "eyJhbGciOiJFUzI1NiJ9.bnVsbA.AA", "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOlsxXX0.AA" })
	void requestWhenAssertionIsNoneThenInvalidClient(String assertion) {
		assertRefuses(assertion);
		assertThat(this.provider.token(ClientKeyServer.request(assertion).with("client_id", this.clientId)))
			.isRefused(401, "invalid_client");
	}

	@Test
	void requestWhenClientIdIsAbsentAndAssertionNamesNobodyThenInvalidClient() {
		assertRefuses(ClientKeyServer.sign(this.key, claims().subject(null).build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().subject("nobody").issuer("nobody").build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().subject(SERVICE).issuer(SERVICE).build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().subject(APPID).issuer(APPID).build()));
	}

	@Test
	@DisplayName("X03: an assertion is good once, and so is another one of the same jti")
	void requestWhenAssertionWasUsedThenInvalidClient() {
		JWTClaimsSet claims = claims().build();
		String assertion = ClientKeyServer.sign(this.key, claims);

		assertGrants(assertion);
		assertRefuses(assertion);
		assertRefuses(ClientKeyServer.sign(this.key, claims));
		assertThat(this.provider.introspect(ClientKeyServer.request(assertion).with("token", "x"))).isRefused(401,
				"invalid_client");
		assertThat(this.provider.revoke(ClientKeyServer.request(assertion).with("token", "x"))).isRefused(401,
				"invalid_client");
		assertGrants(assertion());
	}

	@Test
	@DisplayName("X03: an assertion is used by a request that is refused for something else")
	void requestWhenRefusedForSomethingElseThenAssertionIsUsed() {
		String assertion = assertion();

		assertThat(this.provider.token(ClientKeyServer.request(assertion).with("scope", "nonsense"))).isRefused(400,
				"invalid_scope");
		assertRefuses(assertion);
	}

	@Test
	@DisplayName("X03: the jti of one client is none of another one's")
	void requestWhenJtiIsAnotherClientsThenToken() {
		String other = "client-" + CLIENTS.getAndIncrement() % ClientKeyServer.CLIENTS;
		KEYS.publish(other, this.key);
		String jti = "jti-" + this.clientId;

		assertGrants(ClientKeyServer.sign(this.key, claims().jwtID(jti).build()));
		assertGrants(ClientKeyServer.sign(this.key, ClientKeyServer.claims(other, now()).jwtID(jti).build()));
	}

	@ParameterizedTest
	@CsvSource({ "290, true", "1, true", "-50, true", "-90, false", "330, false", "3600, false", "315360000, false" })
	@DisplayName("X03: exp is at most 5 minutes ahead, and a minute behind for clocks")
	void requestWhenExpIsFarThenRefused(long seconds, boolean good) {
		Answer answer = this.provider.token(ClientKeyServer.request(ClientKeyServer.sign(this.key,
				claims().expirationTime(Date.from(now().plusSeconds(seconds))).build())));

		assertThat(answer.status()).as(answer.body()).isEqualTo(good ? 200 : 401);
	}

	@Test
	@DisplayName("X03: exp is required, and a time")
	void requestWhenExpIsNoTimeThenRefused() {
		assertRefuses(ClientKeyServer.sign(this.key, claims().expirationTime(null).build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().expirationTime(null).claim("exp", "soon").build()));
		assertRefuses(
				ClientKeyServer.sign(this.key, claims().expirationTime(null).claim("exp", Long.MAX_VALUE).build()));
		assertRefuses(
				ClientKeyServer.sign(this.key, claims().notBeforeTime(Date.from(now().plusSeconds(120))).build()));
	}

	@Test
	@DisplayName("X03: jti is required, a text of 1 to 256 characters")
	void requestWhenJtiIsMissingOrLongThenRefused() {
		assertRefuses(ClientKeyServer.sign(this.key, claims().jwtID(null).build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().jwtID("").build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().jwtID("x".repeat(257)).build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().jwtID(null).claim("jti", 17).build()));
		assertRefuses(ClientKeyServer.sign(this.key, claims().jwtID(null).claim("jti", List.of("x")).build()));
		assertGrants(ClientKeyServer.sign(this.key, claims().jwtID("x" + "界".repeat(255)).build()));
		assertGrants(ClientKeyServer.sign(this.key, claims().jwtID("y" + this.clientId.charAt(7)).build()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "key-1", "made-up", "" })
	@DisplayName("X03: forged assertions cause one fetch of the client's keys in 30 s, no statement, and are throttled")
	void requestWhenAssertionsAreForgedThenOneFetchAndThrottled(String kid) {
		ECKey forger = ClientKeyServer.key(kid.isEmpty() ? null : kid);
		Statements statements = this.provider.bean(Statements.class);
		int before = KEYS.fetches(this.clientId);

		List<String> asked = statements.during(() -> {
			for (int i = 0; i < 25; i++) {
				assertRefuses(ClientKeyServer.sign(forger, claims().build()));
			}
			return this.provider.token(ClientKeyServer.request(ClientKeyServer.sign(forger, claims().build())));
		});
		assertThat(asked).isEmpty();
		assertThat(KEYS.fetches(this.clientId) - before).isEqualTo(1);
		List<Answer> more = Concurrently
			.run(10, (i) -> () -> IntStream.range(0, 10)
				.mapToObj((j) -> this.provider
					.token(ClientKeyServer.request(ClientKeyServer.sign(forger, claims().build()))))
				.toList())
			.stream()
			.flatMap(List::stream)
			.toList();
		assertThat(more).filteredOn((answer) -> answer.status() != 401)
			.hasSizeGreaterThan(80)
			.allSatisfy((answer) -> assertThat(answer).isRefused(429, "temporarily_unavailable").saysWhenToRetry());
		assertThat(KEYS.fetches(this.clientId) - before).isEqualTo(1);
		assertGrants(assertion());

		this.provider.clock().advance(Duration.ofSeconds(31));
		Concurrently.run(10, (i) -> () -> this.provider
			.token(ClientKeyServer.request(ClientKeyServer.sign(forger, claims().build()))));
		assertThat(KEYS.fetches(this.clientId) - before).isEqualTo("made-up".equals(kid) ? 2 : 1);
		assertThat(this.provider.token(Form.grant("client_credentials").as(SERVICE, SERVICE_SECRET)).status())
			.as("of another client")
			.isEqualTo(200);
	}

	@Test
	@DisplayName("X03: an assertion that is good costs one statement and its commit")
	void requestWhenAssertionIsGoodThenOneStatement() {
		assertGrants(assertion());
		String assertion = assertion();

		assertThat(this.provider.bean(Statements.class)
			.during(() -> this.provider.token(ClientKeyServer.request(assertion))))
			.satisfiesExactly((insert) -> assertThat(insert).startsWith("INSERT INTO client_assertion"),
					(commit) -> assertThat(commit).isEqualTo("COMMIT"));
	}

	@Test
	@DisplayName("X03: while the database is away an assertion is not taken, and not used up")
	void requestWhenDatabaseIsAwayThenUnavailable() {
		String assertion = assertion();
		this.provider.takeDatabaseAway();
		try {
			assertThat(this.provider.token(ClientKeyServer.request(assertion)))
				.isRefused(503, "temporarily_unavailable")
				.saysWhenToRetry();
		}
		finally {
			this.provider.giveDatabaseBack();
		}

		assertGrants(assertion);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("X03: a key server that hangs or trickles holds nobody longer than 2 s, and a good assertion is not called bad")
	void requestWhenKeyServerHangsThenUnavailableWithinTwoSeconds(boolean trickles) {
		hang(trickles);
		int before = KEYS.fetches(this.clientId);

		List<Duration> taken = Concurrently.run(50,
				(i) -> () -> timed(() -> assertThat(this.provider.token(ClientKeyServer.request(assertion())))
					.isRefused(503, "temporarily_unavailable")
					.saysWhenToRetry()));
		assertThat(taken).allSatisfy((each) -> assertThat(each).isLessThan(AT_MOST));
		assertThat(timed(() -> assertThat(this.provider.token(ClientKeyServer.request(assertion()))).isRefused(503,
				"temporarily_unavailable")))
			.as("the next one waits for nothing")
			.isLessThan(Duration.ofMillis(1_500));
		assertThat(KEYS.fetches(this.clientId) - before).isEqualTo(1);

		KEYS.publish(this.clientId, this.key);
		this.provider.clock().advance(Duration.ofSeconds(31));
		assertGrants(assertion());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("X03: while a key server hangs known keys go on working, for an hour, and one request in 30 s waits")
	void requestWhenKeyServerHangsThenKnownKeysGoOn(boolean trickles) {
		assertGrants(assertion());
		hang(trickles);
		int before = KEYS.fetches(this.clientId);
		assertThat(timed(() -> assertGrants(assertion()))).isLessThan(Duration.ofMillis(1_500));
		assertThat(KEYS.fetches(this.clientId)).isEqualTo(before);

		this.provider.clock().advance(Duration.ofMinutes(6));
		List<Duration> taken = Concurrently.run(10, (i) -> () -> timed(() -> assertGrants(assertion())));
		assertThat(taken).allSatisfy((each) -> assertThat(each).isLessThan(AT_MOST));
		assertThat(taken).filteredOn((each) -> each.compareTo(Duration.ofMillis(1_900)) > 0).hasSizeLessThan(2);
		assertThat(timed(() -> assertGrants(assertion()))).isLessThan(Duration.ofMillis(1_500));
		assertThat(this.provider
			.token(ClientKeyServer.request(ClientKeyServer.sign(ClientKeyServer.key("key-2"), claims().build()))))
			.isRefused(503, "temporarily_unavailable");
		assertThat(KEYS.fetches(this.clientId) - before).isEqualTo(1);

		this.provider.clock().advance(Duration.ofMinutes(52));
		assertGrants(assertion());
		this.provider.clock().advance(Duration.ofMinutes(3));
		assertThat(this.provider.token(ClientKeyServer.request(assertion()))).isRefused(503, "temporarily_unavailable");
	}

	private void hang(boolean trickles) {
		if (trickles) {
			KEYS.trickle(this.clientId);
		}
		else {
			KEYS.hang(this.clientId);
		}
	}

	@Test
	@DisplayName("X03: a new key works from 30 s after the last fetch on, one that is published no more for five minutes")
	void requestWhenKeysRotateThenFetchedAgain() {
		ECKey next = ClientKeyServer.key("key-2");
		assertGrants(assertion());
		KEYS.publish(this.clientId, next);
		assertRefuses(ClientKeyServer.sign(next, claims().build()));

		this.provider.clock().advance(Duration.ofSeconds(31));
		List<Answer> answers = Concurrently.run(8, (
				i) -> () -> this.provider.token(ClientKeyServer.request(ClientKeyServer.sign(next, claims().build()))));
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.status()).isEqualTo(200));
		assertRefuses(assertion());

		KEYS.publish(this.clientId, this.key);
		this.provider.clock().advance(Duration.ofMinutes(4));
		assertGrants(ClientKeyServer.sign(next, claims().build()));
		this.provider.clock().advance(Duration.ofMinutes(1));
		assertRefuses(ClientKeyServer.sign(next, claims().build()));
		assertGrants(assertion());
	}

	@Test
	@DisplayName("X03: what is no key set is none, a redirect is not followed, and known keys go on")
	void requestWhenKeyServerAnswersNonsenseThenKnownKeysGoOn() {
		assertGrants(assertion());
		String other = "client-" + CLIENTS.getAndIncrement() % ClientKeyServer.CLIENTS;
		KEYS.publish(other, ClientKeyServer.key("key-3"));
		int before = KEYS.fetches(other);
		List<HttpHandler> nonsense = List.of((exchange) -> ClientKeyServer.send(exchange, 200, "<html>"),
				(exchange) -> ClientKeyServer.send(exchange, 200, ""),
				(exchange) -> ClientKeyServer.send(exchange, 200, "{\"keys\":[]}" + " ".repeat(70_000)),
				(exchange) -> ClientKeyServer.send(exchange, 500, "{\"keys\":[]}"), (exchange) -> {
					exchange.getResponseHeaders().add("Location", KEYS.uri(other));
					ClientKeyServer.send(exchange, 302, "");
				});

		for (HttpHandler each : nonsense) {
			KEYS.answer(this.clientId, each);
			this.provider.clock().advance(Duration.ofMinutes(6));
			int fetches = KEYS.fetches(this.clientId);
			assertGrants(assertion());
			assertThat(KEYS.fetches(this.clientId)).isEqualTo(fetches + 1);
		}
		assertThat(KEYS.fetches(other)).isEqualTo(before);
		KEYS.publish(this.clientId);
		this.provider.clock().advance(Duration.ofMinutes(6));
		assertRefuses(assertion());
	}

	private JWTClaimsSet.Builder claims() {
		return ClientKeyServer.claims(this.clientId, now());
	}

	private Instant now() {
		return this.provider.clock().instant();
	}

	private String assertion() {
		return ClientKeyServer.sign(this.key, claims().build());
	}

	private void assertGrants(String assertion) {
		Answer answer = this.provider.token(ClientKeyServer.request(assertion));
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
	}

	private void assertRefuses(String assertion) {
		assertThat(this.provider.token(ClientKeyServer.request(assertion))).isRefused(401, "invalid_client");
	}

	private static Duration timed(Runnable action) {
		long begin = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - begin);
	}

}

package io.wegrant.resourceserver;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.PlainJWT;
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
 * What a service of any kind does with access tokens that come over HTTP, requirements
 * K02, K03, R11 and R12: which it refuses and how, and that it hears of revocations and
 * new keys. Whoever extends it starts a service of one kind, which answers at {@code /me}
 * with the subject of any good token, and at {@code /goods} if it has the scope
 * {@code goods.read}.
 * <p>
 * Each refused token is an accepted one with one thing changed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServiceContract {

	/** Who the service is in its tokens. */
	protected static final String AUDIENCE = "http://service.test";

	private final TestIssuer issuer = TestIssuer.start();

	private HttpService service;

	/**
	 * Starts a service whose audience is {@link #AUDIENCE}.
	 * @param issuer whose tokens it accepts
	 * @param settings what else it is told, by names in kebab case, below
	 * {@code wegrant.resource-server} in a service of Spring's
	 * @return its address and what ends it
	 */
	protected abstract HttpService start(String issuer, Map<String, String> settings);

	@BeforeAll
	void start() {
		this.service = start(this.issuer.issuer(), Map.of());
	}

	@AfterAll
	void stop() {
		this.service.close();
		this.issuer.close();
	}

	/**
	 * Returns the provider.
	 * @return the issuer of good tokens
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
	 * Begins a good token.
	 * @return the token, to change and to sign
	 */
	protected TestAccessToken token() {
		return this.issuer.accessTokenFor(AUDIENCE);
	}

	private void assertAccepted(String token) {
		assertThat(this.service.get("/me", token).statusCode()).isEqualTo(200);
	}

	private void assertRefused(String token) {
		assertRefused(this.service, token);
	}

	private static void assertRefused(HttpService service, String token) {
		HttpResponse<String> answer = service.get("/me", token);
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((challenge) -> assertThat(challenge).startsWith("Bearer error=\"invalid_token\""));
	}

	@Test
	void callWhenTokenOfProviderThenAccepted() {
		HttpResponse<String> answer = this.service.get("/me", token().sign());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("u-1");
	}

	@Test
	void callWhenSignedWithRs256ThenAccepted() {
		assertAccepted(token().signWithRsa(JWSAlgorithm.RS256));
	}

	@Test
	void callWhenAudienceIsAmongOthersThenAccepted() {
		List<String> audiences = List.of("http://other.test", AUDIENCE);
		assertAccepted(token().claim("aud", audiences).sign());
	}

	@Test
	void callWhenTypeIsFullMediaTypeThenAccepted() {
		String token = token().header((header) -> header.type(new JOSEObjectType("application/at+jwt"))).sign();
		assertAccepted(token);
	}

	@Test
	void callWhenAlgorithmIsNoneThenRefused() {
		assertRefused(new PlainJWT(token().claims()).serialize());
		String header = "{\"typ\":\"at+jwt\",\"alg\":\"none\",\"kid\":\"" + this.issuer.ecKey().getKeyID() + "\"}";
		assertRefused(Base64URL.encode(header) + "." + Base64URL.encode(token().claims().toString()) + ".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jwk", "der", "pem" })
	void callWhenSignedByHs256WithPublicKeyThenRefused(String form) throws JOSEException {
		byte[] der = this.issuer.rsaKey().toRSAPublicKey().getEncoded();
		byte[] secret = switch (form) {
			case "jwk" -> this.issuer.rsaKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
			case "pem" -> ("-----BEGIN PUBLIC KEY-----\n" + Base64.encode(der) + "\n-----END PUBLIC KEY-----\n")
				.getBytes(StandardCharsets.UTF_8);
			default -> der;
		};
		assertRefused(token().sign(JWSAlgorithm.HS256, this.issuer.rsaKey().getKeyID(), new MACSigner(secret)));
	}

	@Test
	void callWhenAlgorithmIsNotListedThenRefused() {
		assertRefused(token().signWithRsa(JWSAlgorithm.RS512));
		assertRefused(token().signWithRsa(JWSAlgorithm.PS256));
	}

	@Test
	void callWhenKeyIdIsUnknownThenRefused() throws JOSEException {
		ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID("stranger").generate();
		assertRefused(token().sign(JWSAlgorithm.ES256, "stranger", new ECDSASigner(stranger)));
	}

	@Test
	void callWhenKeyIdIsAbsentThenRefused() {
		assertRefused(token().header((header) -> header.keyID(null)).sign());
		assertRefused(token().header((header) -> header.keyID("")).sign());
	}

	@Test
	void callWhenKeyIdIsThatOfAnotherKeyThenRefused() {
		assertRefused(token().header((header) -> header.keyID(this.issuer.rsaKey().getKeyID())).sign());
	}

	@Test
	void callWhenSignatureIsOfStrangerUnderKnownKeyIdThenRefused() throws JOSEException {
		ECKey stranger = new ECKeyGenerator(Curve.P_256).generate();
		assertRefused(token().sign(JWSAlgorithm.ES256, this.issuer.ecKey().getKeyID(), new ECDSASigner(stranger)));
	}

	@Test
	void callWhenPayloadWasChangedThenRefused() {
		String[] parts = token().sign().split("\\.", -1);
		String payload = token().roles("STAFF").claims().toString();
		assertRefused(parts[0] + "." + Base64URL.encode(payload) + "." + parts[2]);
		assertRefused(parts[0] + "." + parts[1] + ".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jwk", "jku", "x5u", "x5c" })
	void callWhenTokenBringsKeyThenRefused(String parameter) {
		assertRefused(token().header((header) -> {
			switch (parameter) {
				case "jwk" -> header.jwk(this.issuer.ecKey().toPublicJWK());
				case "jku" -> header.jwkURL(URI.create(this.issuer.issuer() + "/keys"));
				case "x5u" -> header.x509CertURL(URI.create(this.issuer.issuer() + "/keys"));
				default -> header.x509CertChain(List.of(Base64.encode("certificate")));
			}
		}).sign());
	}

	@Test
	void callWhenCriticalHeaderThenRefused() {
		assertRefused(
				token().header((header) -> header.criticalParams(Set.of("future")).customParam("future", true)).sign());
	}

	@ParameterizedTest
	@MethodSource
	void callWhenClaimIsWrongThenRefused(UnaryOperator<TestAccessToken> change) {
		assertRefused(change.apply(token()).sign());
	}

	Stream<Arguments> callWhenClaimIsWrongThenRefused() {
		return Stream.of(changed("another issuer", (token) -> token.claim("iss", "https://elsewhere.example")),
				changed("issuer with a slash", (token) -> token.claim("iss", this.issuer.issuer() + "/")),
				changed("another audience", (token) -> token.claim("aud", "http://other.test")),
				changed("audience of the provider only", (token) -> token.claim("aud", List.of(this.issuer.issuer()))),
				changed("audience prefix", (token) -> token.claim("aud", AUDIENCE + "/x")),
				changed("expired", (token) -> token.shifted(-661)),
				changed("not yet valid", (token) -> token.claim("nbf", Date.from(Instant.now().plusSeconds(90)))),
				changed("issued in the future", (token) -> token.shifted(90)));
	}

	private static Arguments changed(String name, UnaryOperator<TestAccessToken> change) {
		return Arguments.argumentSet(name, change);
	}

	@ParameterizedTest
	@ValueSource(strings = { "iss", "aud", "exp", "sub", "client_id", "iat", "jti" })
	void callWhenRequiredClaimIsMissingThenRefused(String claim) {
		assertRefused(token().without(claim).sign());
	}

	@Test
	void callWhenClocksDifferWithinSkewThenAccepted() {
		assertAccepted(token().shifted(-630).sign());
		assertAccepted(token().shifted(30).sign());
	}

	@Test
	void callWhenClaimIsOfAnotherTypeThenRefused() {
		for (Map.Entry<String, Object> each : List.<Map.Entry<String, Object>>of(Map.entry("client_id", 1),
				Map.entry("sid", List.of("s")), Map.entry("scope", 1), Map.entry("roles", List.of(1)),
				Map.entry("roles", "STAFF"), Map.entry("aud", 1), Map.entry("exp", "soon"),
				Map.entry("exp", 1_700_000_000))) {
			assertRefused(token().claim(each.getKey(), each.getValue()).sign());
		}
	}

	@Test
	void callWhenMoreThanOneSpaceBeforeTokenThenAccepted() {
		assertThat(this.service
			.send(this.service.request("/me").header("Authorization", "bearer   " + token().sign()).build())
			.statusCode()).isEqualTo(200);
	}

	@Test
	void callWhenTypeIsMissingThenRefused() {
		assertRefused(token().header((header) -> header.type(null)).sign());
	}

	@ParameterizedTest
	@ValueSource(strings = { "JWT", "revocations+jwt", "logout+jwt", "jwt" })
	void callWhenTypeIsAnotherThenRefused(String type) {
		assertRefused(token().header((header) -> header.type(new JOSEObjectType(type))).sign());
	}

	@ParameterizedTest
	@ValueSource(strings = { "wgr1.AAAAAAAAAAAAAAAAAAAAAA.1.c2lnbmF0dXJl", "opaque", "bnVsbA.e30.AA", "e30.bnVsbA.AA",
			"W10.W10.AA", "a.b.c", "e30.e30.e30", "...", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA" })
	void callWhenNotJwtThenRefused(String token) {
		assertRefused(token);
	}

	@Test
	void callWhenTokenIsLongerThanLimitThenRefusedUnread() {
		assertAccepted(token().claim("filler", "x".repeat(5_000)).sign());
		assertRefused(token().claim("filler", "x".repeat(6_200)).sign());
	}

	@Test
	void callWhenHeaderHasOneMegabyteThenRefusedAndServiceLives() {
		try {
			assertThat(this.service.get("/me", "x".repeat(1_000_000)).statusCode()).isIn(400, 401, 413, 431);
		}
		catch (UncheckedIOException ex) {
			// A server may also hang up.
		}
		assertAccepted(token().sign());
	}

	@Test
	void callWhenJsonIsNestedDeeplyThenRefused() {
		try (HttpService patient = start(this.issuer.issuer(), Map.of("max-token-size", "128KB"))) {
			String nested = "[".repeat(10_000) + "]".repeat(10_000);
			String[] parts = token().sign().split("\\.", -1);
			String payload = Base64URL.encode("{\"aud\":" + nested + "}").toString();
			String header = Base64URL
				.encode("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"k\",\"x\":" + nested + "}")
				.toString();
			String shortHeader = Base64URL
				.encode("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"x\":" + "[".repeat(9_000) + "]".repeat(9_000) + "}")
				.toString();
			for (String token : List.of(parts[0] + "." + payload + "." + parts[2],
					header + "." + parts[1] + "." + parts[2], shortHeader + "." + parts[1] + "." + parts[2])) {
				assertRefused(patient, token);
			}
			assertThat(patient.get("/me", token().claim("deep", Map.of("a", Map.of("b", 1))).sign()).statusCode())
				.isEqualTo(200);
		}
	}

	@Test
	@DisplayName("X06 another spelling of a good token is refused")
	void callWhenSpelledInAnotherWayThenRefused() {
		for (String good : List.of(token().sign(), token().signWithRsa(JWSAlgorithm.RS256))) {
			assertAccepted(good);
			TestAccessToken.othersOf(good)
				.stream()
				.filter((other) -> other.matches("[!-~]+"))
				.forEach(this::assertRefused);
		}
		assertRefused(TestAccessToken.twin(token().sign()));
	}

	@Test
	@DisplayName("K03 no token, or one that is not in the header, is no token")
	void callWhenNoTokenThenChallengeWithoutError() {
		String token = token().sign();
		for (HttpRequest request : List.of(this.service.request("/me").build(),
				this.service.request("/me?access_token=" + token).build(),
				this.service.request("/me").header("Authorization", "Basic dTpw").build(),
				this.service.request("/me")
					.header("Content-Type", "application/x-www-form-urlencoded")
					.POST(HttpRequest.BodyPublishers.ofString("access_token=" + token))
					.build())) {
			HttpResponse<String> answer = this.service.send(request);
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).startsWith("Bearer")
				.doesNotContain("error");
		}
	}

	@Test
	@DisplayName("K03 a token in two places makes the request an invalid one")
	void callWhenTwoTokensThenInvalidRequest() {
		String token = token().sign();
		for (HttpRequest request : List.of(
				this.service.request("/me?access_token=" + token).header("Authorization", "Bearer " + token).build(),
				this.service.request("/me")
					.header("Authorization", "Bearer " + token)
					.header("Authorization", "Bearer " + token)
					.build())) {
			HttpResponse<String> answer = this.service.send(request);
			assertThat(answer.statusCode()).isEqualTo(400);
			assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
				.startsWith("Bearer error=\"invalid_request\"");
		}
	}

	@Test
	@DisplayName("K03 a token without the scope is good for other things")
	void callWhenScopeIsMissingThenInsufficientScope() {
		HttpResponse<String> answer = this.service.get("/goods", token().scope("profile").sign());
		assertThat(answer.statusCode()).isEqualTo(403);
		assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
			.startsWith("Bearer error=\"insufficient_scope\"");
		assertThat(this.service.get("/goods", token().scope("profile goods.read").sign()).statusCode()).isEqualTo(200);
	}

	@Test
	@DisplayName("R11 a revoked token is refused like any other")
	void callWhenSessionIsRevokedThenInvalidTokenLikeAnyOther() {
		String token = token().claim("sid", "s-revoked").sign();
		assertAccepted(token);
		this.issuer.revocations().revokeSession("s-revoked");
		await(() -> this.service.get("/me", token).statusCode() == 401);
		HttpResponse<String> revoked = this.service.get("/me", token);
		HttpResponse<String> expired = this.service.get("/me", token().shifted(-3600).sign());
		assertThat(revoked.body()).isEqualTo(expired.body());
		assertThat(revoked.headers().allValues("WWW-Authenticate"))
			.isEqualTo(expired.headers().allValues("WWW-Authenticate"));
		assertAccepted(token().claim("sid", "s-other").sign());
	}

	@Test
	@DisplayName("R11 tokens of earlier epochs are refused")
	void callWhenUserHasNewEpochThenTokensOfEarlierOnesAreRefused() {
		TestAccessToken token = token().claim("sub", "u-epochs").claim("sid", "s-epochs");
		String earlier = token.claim("user_epoch", 6).sign();
		assertAccepted(earlier);
		this.issuer.revocations().revoke("sub", "u-epochs", Map.of("epoch", 7));
		await(() -> this.service.get("/me", earlier).statusCode() == 401);
		assertAccepted(token.claim("user_epoch", 7).sign());
		assertRefused(token.without("user_epoch").sign());
	}

	@Test
	@DisplayName("R11 uses of a known token make not one call")
	void callWhenTokenIsKnownThenNoCallToProvider() {
		String token = token().sign();
		assertAccepted(token);
		int requests = this.issuer.requests();
		for (int i = 0; i < 200; i++) {
			assertAccepted(token);
		}
		assertThat(this.issuer.requests()).isEqualTo(requests);
	}

	@Test
	@DisplayName("R12 a service that was cut off, or starts cold, misses nothing")
	void callWhenServiceWasCutOffThenMissesNothing() {
		try (TestIssuer other = TestIssuer.start()) {
			other.revocations().revokeSession("before");
			try (HttpService cold = start(other.issuer(), Map.of())) {
				TestAccessToken token = other.accessTokenFor(AUDIENCE);
				await(() -> cold.get("/me", token.claim("sid", "before").sign()).statusCode() == 401);
				other.goDown();
				other.revocations().revokeSession("during");
				assertThat(cold.get("/me", token.claim("sid", "other").sign()).statusCode()).isEqualTo(200);
				other.comeBack();
				await(() -> cold.get("/me", token.claim("sid", "during").sign()).statusCode() == 401);
				assertThat(cold.get("/me", token.claim("sid", "other").sign()).statusCode()).isEqualTo(200);
			}
		}
	}

	@Test
	@DisplayName("R12 while it may have missed revocations, a service accepts or answers 503, as it is told")
	void callWhenStaleThenAcceptedOrUnavailable() {
		try (TestIssuer other = TestIssuer.start()) {
			other.revocations().answerWith(TestRevocations.Fault.ERROR);
			String token = other.accessTokenFor(AUDIENCE).sign();
			try (HttpService accepting = start(other.issuer(), Map.of());
					HttpService rejecting = start(other.issuer(), Map.of("revocation.when-stale", "reject"))) {
				assertThat(accepting.get("/me", token).statusCode()).isEqualTo(200);
				assertUnavailable(rejecting.get("/me", token));
				other.revocations().work();
				await(() -> rejecting.get("/me", token).statusCode() == 200);
			}
		}
	}

	@Test
	@DisplayName("K06 a service starts without its provider and answers 503 until it is there")
	void callWhenProviderIsDownThenUnavailableUntilItIsBack() {
		try (TestIssuer other = TestIssuer.start()) {
			String token = other.accessTokenFor(AUDIENCE).sign();
			other.goDown();
			try (HttpService early = start(other.issuer(), Map.of())) {
				assertUnavailable(early.get("/me", token));
				assertThat(early.get("/me").statusCode()).isEqualTo(401);
				assertRefused(early, "opaque");
				other.comeBack();
				await(() -> early.get("/me", token).statusCode() == 200);
			}
		}
	}

	@Test
	@DisplayName("K06 a new key is fetched when its first token comes")
	void callWhenProviderRotatesKeyThenNewKeyIsFetched() {
		try (TestIssuer other = TestIssuer.start(); HttpService served = start(other.issuer(), Map.of())) {
			assertThat(served.get("/me", other.accessTokenFor(AUDIENCE).sign()).statusCode()).isEqualTo(200);
			other.rotate();
			assertThat(served.get("/me", other.accessTokenFor(AUDIENCE).sign()).statusCode()).isEqualTo(200);
		}
	}

	private static void assertUnavailable(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
		assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
	}

	private static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(20))
			.until(condition::getAsBoolean);
	}

}

package io.wegrant.resourceserver;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requirement K02: which tokens a service refuses. Each is the accepted token of the
 * first test with one thing changed, sent over HTTP.
 */
@DisplayName("K02 access tokens")
class AccessTokenTests {

	private static TestIssuer issuer;

	private static TestService service;

	@BeforeAll
	static void start() {
		issuer = TestIssuer.start();
		service = TestService.start(issuer);
	}

	@AfterAll
	static void stop() {
		service.close();
		issuer.close();
	}

	private static TestAccessToken token() {
		return issuer.accessTokenFor(TestService.AUDIENCE);
	}

	private static void assertRefused(String token) {
		HttpResponse<String> answer = service.get("/me", token);
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((challenge) -> assertThat(challenge).startsWith("Bearer error=\"invalid_token\""));
	}

	@Test
	void callWhenTokenOfProviderThenNameIsSubjectAndAuthoritiesAreScopesAndRoles() {
		HttpResponse<String> answer = service.get("/me",
				token().scope("goods.read appointments").roles("STAFF", "USER").sign());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"subject\":\"u-1\"", "\"name\":\"u-1\"", "\"SCOPE_goods.read\"",
				"\"SCOPE_appointments\"", "\"ROLE_STAFF\"", "\"ROLE_USER\"");
	}

	@Test
	void callWhenSignedWithRs256ThenAccepted() {
		assertThat(service.get("/me", token().signWithRsa(JWSAlgorithm.RS256)).statusCode()).isEqualTo(200);
	}

	@Test
	void callWhenAudienceIsAmongOthersThenAccepted() {
		List<String> audiences = List.of("http://other.test", TestService.AUDIENCE);
		assertThat(service.get("/me", token().claim("aud", audiences).sign()).statusCode()).isEqualTo(200);
	}

	@Test
	void callWhenTypeIsFullMediaTypeThenAccepted() {
		String token = token().header((header) -> header.type(new JOSEObjectType("application/at+jwt"))).sign();
		assertThat(service.get("/me", token).statusCode()).isEqualTo(200);
	}

	@Test
	void callWhenAlgorithmIsNoneThenRefused() {
		assertRefused(new PlainJWT(token().claims()).serialize());
		String header = "{\"typ\":\"at+jwt\",\"alg\":\"none\",\"kid\":\"" + issuer.ecKey().getKeyID() + "\"}";
		assertRefused(Base64URL.encode(header) + "." + Base64URL.encode(token().claims().toString()) + ".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jwk", "der", "pem" })
	void callWhenSignedByHs256WithPublicKeyThenRefused(String form) throws JOSEException {
		byte[] der = issuer.rsaKey().toRSAPublicKey().getEncoded();
		byte[] secret = switch (form) {
			case "jwk" -> issuer.rsaKey().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
			case "pem" -> ("-----BEGIN PUBLIC KEY-----\n" + Base64.encode(der) + "\n-----END PUBLIC KEY-----\n")
				.getBytes(StandardCharsets.UTF_8);
			default -> der;
		};
		assertRefused(token().sign(JWSAlgorithm.HS256, issuer.rsaKey().getKeyID(), new MACSigner(secret)));
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
		assertRefused(token().header((header) -> header.keyID(issuer.rsaKey().getKeyID())).sign());
	}

	@Test
	void callWhenSignatureIsOfStrangerUnderKnownKeyIdThenRefused() throws JOSEException {
		ECKey stranger = new ECKeyGenerator(Curve.P_256).generate();
		assertRefused(token().sign(JWSAlgorithm.ES256, issuer.ecKey().getKeyID(), new ECDSASigner(stranger)));
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
				case "jwk" -> header.jwk(issuer.ecKey().toPublicJWK());
				case "jku" -> header.jwkURL(URI.create(issuer.issuer() + "/keys"));
				case "x5u" -> header.x509CertURL(URI.create(issuer.issuer() + "/keys"));
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

	static Stream<Arguments> callWhenClaimIsWrongThenRefused() {
		return Stream.of(changed("another issuer", (token) -> token.claim("iss", "https://elsewhere.example")),
				changed("issuer with a slash", (token) -> token.claim("iss", issuer.issuer() + "/")),
				changed("another audience", (token) -> token.claim("aud", "http://other.test")),
				changed("audience of the provider only", (token) -> token.claim("aud", List.of(issuer.issuer()))),
				changed("audience prefix", (token) -> token.claim("aud", TestService.AUDIENCE + "/x")),
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
		assertThat(service.get("/me", token().shifted(-630).sign()).statusCode()).isEqualTo(200);
		assertThat(service.get("/me", token().shifted(30).sign()).statusCode()).isEqualTo(200);
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
	@ValueSource(strings = { "wgr1.AAAAAAAAAAAAAAAAAAAAAA.1.c2lnbmF0dXJl", "opaque", "a.b.c", "e30.e30.e30", "...",
			"eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA" })
	void callWhenNotJwtThenRefused(String token) {
		assertRefused(token);
	}

	@Test
	void callWhenTokenIsLongerThanLimitThenRefusedUnread() {
		assertThat(service.get("/me", token().claim("filler", "x".repeat(5_000)).sign()).statusCode()).isEqualTo(200);
		assertRefused(token().claim("filler", "x".repeat(6_200)).sign());
	}

	@Test
	void callWhenHeaderHasOneMegabyteThenRefusedAndServiceLives() {
		assertThat(service.get("/me", "x".repeat(1_000_000)).statusCode()).isEqualTo(400);
		assertThat(service.get("/me", token().sign()).statusCode()).isEqualTo(200);
	}

	@Test
	void callWhenJsonIsNestedDeeplyThenRefused() {
		try (TestService patient = TestService.start(issuer, "--wegrant.resource-server.max-token-size=128KB")) {
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
				HttpResponse<String> answer = patient.get("/me", token);
				assertThat(answer.statusCode()).isEqualTo(401);
				assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("invalid_token");
			}
			assertThat(patient.get("/me", token().claim("deep", Map.of("a", Map.of("b", 1))).sign()).statusCode())
				.isEqualTo(200);
		}
	}

}

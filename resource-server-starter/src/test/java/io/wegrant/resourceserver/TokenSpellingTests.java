package io.wegrant.resourceserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requirement X06: of a token that is good no second spelling is.
 */
@DisplayName("X06 spellings of tokens")
class TokenSpellingTests {

	private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private String token(TestChecks checks, String algorithm) {
		TestAccessToken token = checks.token("s");
		return "ES256".equals(algorithm) ? token.sign() : token.signWithRsa(JWSAlgorithm.RS256);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ES256", "RS256" })
	void decodeWhenSpelledInAnotherWayThenRefusedAndNotKept(String algorithm) {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = token(checks, algorithm);
			List<String> others = othersOf(token);
			others.forEach((other) -> checks.assertRefused(TokenResult.MALFORMED, other));
			assertThat(checks.bean(TokenCache.class).size()).isZero();

			checks.assertAccepted(token);
			others.forEach((other) -> checks.assertRefused(TokenResult.MALFORMED, other));
			assertThat(checks.bean(TokenCache.class).size()).isOne();
			checks.assertAccepted(token);
		}
	}

	@Test
	void decodeWhenSignatureIsTheTwinThenRefusedAndNotKept() throws Exception {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = token(checks, "ES256");
			String twin = TestAccessToken.twin(token);
			JWSObject parsed = JWSObject.parse(twin);
			assertThat(parsed.verify(new DefaultJWSVerifierFactory().createJWSVerifier(parsed.getHeader(),
					this.issuer.ecKey().toECPublicKey())))
				.as("it verifies")
				.isTrue();

			checks.assertRefused(TokenResult.SIGNATURE, twin);
			checks.assertAccepted(token);
			checks.assertRefused(TokenResult.SIGNATURE, twin);
			assertThat(checks.bean(TokenCache.class).size()).isOne();
		}
	}

	@Test
	void callWhenSpelledInAnotherWayThenRefused() {
		try (TestService service = TestService.start(this.issuer)) {
			TestAccessToken token = this.issuer.accessTokenFor(TestService.AUDIENCE);
			Map<String, String> good = new LinkedHashMap<>();
			good.put("ES256", token.sign());
			good.put("RS256", token.signWithRsa(JWSAlgorithm.RS256));
			good.forEach((algorithm, value) -> {
				assertThat(service.get("/me", value).statusCode()).as(algorithm).isEqualTo(200);
				othersOf(value).stream()
					.filter((other) -> other.matches("[!-~]+"))
					.forEach((other) -> assertThat(service.get("/me", other).statusCode()).as(other).isEqualTo(401));
			});
			assertThat(service.get("/me", TestAccessToken.twin(good.get("ES256"))).statusCode()).isEqualTo(401);
		}
	}

	private static List<String> othersOf(String token) {
		List<String> others = new ArrayList<>(List.of(token + "=", token + "==", token + ".", "." + token,
				token.replace('-', '+').replace('_', '/') + "==", token.replaceFirst("\\.", "=."),
				token.replaceFirst("\\.", ".=")));
		String plain = token.replace('-', '+').replace('_', '/');
		if (!plain.equals(token)) {
			others.add(plain);
		}
		int inSignature = token.length() - 20;
		for (String ignored : List.of(" ", "\n", "\r\n", "\t", "*", "=", "\u00e9", "\u0000")) {
			others.add(token + ignored);
			others.add(ignored + token);
			others.add(token.substring(0, inSignature) + ignored + token.substring(inSignature));
		}
		// 64 and 256 bytes both leave four bits over.
		int last = BASE64URL.indexOf(token.charAt(token.length() - 1));
		for (int bits = 1; bits < 16; bits++) {
			others.add(token.substring(0, token.length() - 1) + BASE64URL.charAt(last | bits));
		}
		return others;
	}

}

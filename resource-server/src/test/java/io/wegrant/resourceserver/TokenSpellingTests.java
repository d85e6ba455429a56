package io.wegrant.resourceserver;

import java.util.List;

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
			List<String> others = TestAccessToken.othersOf(token);
			others.forEach((other) -> checks.assertRefused(TokenResult.MALFORMED, other));
			assertThat(checks.verifier().cache().size()).isZero();

			checks.assertAccepted(token);
			others.forEach((other) -> checks.assertRefused(TokenResult.MALFORMED, other));
			assertThat(checks.verifier().cache().size()).isOne();
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
			assertThat(checks.verifier().cache().size()).isOne();
		}
	}

}

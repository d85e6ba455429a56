package io.wegrant.resourceserver;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;

class SignaturesTests {

	private static final String CORRETTO = "com.amazon.corretto.crypto.provider";

	private final Signatures withCorretto = new Signatures(getClass().getClassLoader());

	private final Signatures without = new Signatures(new FilteredClassLoader(CORRETTO));

	@Test
	void findWhenProviderIsOnTheClassPathThenUsedAndNotInstalled() {
		boolean loads = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
		assertThat(this.withCorretto.provider()).map(Provider::getName)
			.isEqualTo(loads ? Optional.of("AmazonCorrettoCryptoProvider") : Optional.empty());
		assertThat(Security.getProvider("AmazonCorrettoCryptoProvider")).isNull();
	}

	@Test
	void findWhenProviderIsAbsentThenTheJdks() {
		assertThat(this.without.provider()).isEmpty();
	}

	@Test
	void verifyWhenSignatureIsRightOrWrongThenBothProvidersAgree() throws JOSEException {
		ECKey ec = new ECKeyGenerator(Curve.P_256).generate();
		RSAKey rsa = new RSAKeyGenerator(2048).generate();
		for (Signatures signatures : new Signatures[] { this.withCorretto, this.without }) {
			assertAgrees(signatures.verifiers().createJWSVerifier(header(JWSAlgorithm.ES256), ec.toECPublicKey()),
					JWSAlgorithm.ES256, new ECDSASigner(ec));
			assertAgrees(signatures.verifiers().createJWSVerifier(header(JWSAlgorithm.RS256), rsa.toRSAPublicKey()),
					JWSAlgorithm.RS256, new RSASSASigner(rsa));
		}
	}

	private static void assertAgrees(JWSVerifier verifier, JWSAlgorithm algorithm, JWSSigner signer)
			throws JOSEException {
		JWSObject object = new JWSObject(header(algorithm), new Payload("payload"));
		object.sign(signer);
		assertThat(verifier.verify(object.getHeader(), object.getSigningInput(), object.getSignature())).isTrue();
		for (int bit = 0; bit < 64 * 8; bit += 7) {
			byte[] flipped = object.getSignature().decode();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			assertThat(verifier.verify(object.getHeader(), object.getSigningInput(), Base64URL.encode(flipped)))
				.isFalse();
		}
		byte[] empty = new byte[64];
		assertThat(verifier.verify(object.getHeader(), object.getSigningInput(), Base64URL.encode(empty))).isFalse();
	}

	private static JWSHeader header(JWSAlgorithm algorithm) {
		return new JWSHeader(algorithm);
	}

}

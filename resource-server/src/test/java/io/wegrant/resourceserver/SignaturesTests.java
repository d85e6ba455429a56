package io.wegrant.resourceserver;

import java.math.BigInteger;
import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import java.util.List;
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

import static org.assertj.core.api.Assertions.assertThat;

class SignaturesTests {

	private final Signatures withCorretto = new Signatures(getClass().getClassLoader());

	private final Signatures without = new Signatures(ClassLoader.getPlatformClassLoader());

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
		byte[] signature = object.getSignature().decode();
		byte[] padded = new byte[signature.length + 1];
		System.arraycopy(signature, 0, padded, 1, signature.length);
		for (byte[] wrong : List.of(new byte[64], padded, Arrays.copyOf(signature, signature.length + 1),
				Arrays.copyOf(signature, signature.length - 1))) {
			assertThat(verifier.verify(object.getHeader(), object.getSigningInput(), Base64URL.encode(wrong)))
				.isFalse();
		}
	}

	@Test
	void verifyWhenNumbersAreOutOfRangeThenWrong() throws JOSEException {
		ECKey ec = new ECKeyGenerator(Curve.P_256).generate();
		RSAKey rsa = new RSAKeyGenerator(2048).generate();
		BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
		for (Signatures signatures : new Signatures[] { this.withCorretto, this.without }) {
			JWSVerifier ofRsa = signatures.verifiers()
				.createJWSVerifier(header(JWSAlgorithm.RS256), rsa.toRSAPublicKey());
			JWSObject signed = new JWSObject(header(JWSAlgorithm.RS256), new Payload("payload"));
			signed.sign(new RSASSASigner(rsa));
			BigInteger beyond = new BigInteger(1, signed.getSignature().decode())
				.add(rsa.getModulus().decodeToBigInteger());
			assertThat(ofRsa.verify(signed.getHeader(), signed.getSigningInput(), Base64URL.encode(beyond))).isFalse();

			JWSVerifier ofEc = signatures.verifiers().createJWSVerifier(header(JWSAlgorithm.ES256), ec.toECPublicKey());
			for (BigInteger s : List.of(BigInteger.ZERO, order, order.add(BigInteger.ONE))) {
				byte[] signature = new byte[64];
				signature[31] = 1;
				byte[] bytes = s.toByteArray();
				int length = Math.min(bytes.length, 32);
				System.arraycopy(bytes, bytes.length - length, signature, 64 - length, length);
				assertThat(
						ofEc.verify(header(JWSAlgorithm.ES256), signed.getSigningInput(), Base64URL.encode(signature)))
					.isFalse();
			}
		}
	}

	private static JWSHeader header(JWSAlgorithm algorithm) {
		return new JWSHeader(algorithm);
	}

}

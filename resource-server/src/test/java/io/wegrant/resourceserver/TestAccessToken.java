package io.wegrant.resourceserver;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * An access token to be: it starts out as one that RFC 9068 describes, and a test changes
 * the one thing that it is about.
 */
public final class TestAccessToken {

	private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	private static final BigInteger ORDER = Curve.P_256.toECParameterSpec().getOrder();

	private final TestIssuer issuer;

	private final JWTClaimsSet.Builder claims;

	private Consumer<JWSHeader.Builder> header = (builder) -> {
	};

	TestAccessToken(TestIssuer issuer, String audience) {
		Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
		this.issuer = issuer;
		this.claims = new JWTClaimsSet.Builder().issuer(issuer.issuer())
			.subject("u-1")
			.audience(audience)
			.claim("client_id", "wx1234567890abcdef")
			.claim("user_epoch", 0)
			.claim("client_epoch", 0)
			.claim("scope", "")
			.claim("roles", List.of("USER"))
			.jwtID(UUID.randomUUID().toString())
			.issueTime(Date.from(now))
			.expirationTime(Date.from(now.plusSeconds(600)));
	}

	/**
	 * Gives the token scopes.
	 * @param scopes the scopes, separated by spaces
	 * @return this
	 */
	public TestAccessToken scope(String scopes) {
		return claim("scope", scopes);
	}

	/**
	 * Gives the user roles.
	 * @param roles the roles
	 * @return this
	 */
	public TestAccessToken roles(String... roles) {
		return claim("roles", List.of(roles));
	}

	/**
	 * Sets a claim.
	 * @param name the name of the claim
	 * @param value its value
	 * @return this
	 */
	public TestAccessToken claim(String name, Object value) {
		this.claims.claim(name, value);
		return this;
	}

	/**
	 * Leaves a claim out.
	 * @param name the name of the claim
	 * @return this
	 */
	public TestAccessToken without(String name) {
		this.claims.claim(name, null);
		return this;
	}

	/**
	 * Moves all its times.
	 * @param seconds into the future, or the past when negative
	 * @return this
	 */
	public TestAccessToken shifted(long seconds) {
		JWTClaimsSet set = this.claims.build();
		this.claims.issueTime(Date.from(set.getIssueTime().toInstant().plusSeconds(seconds)))
			.expirationTime(Date.from(set.getExpirationTime().toInstant().plusSeconds(seconds)));
		return this;
	}

	TestAccessToken header(Consumer<JWSHeader.Builder> change) {
		this.header = this.header.andThen(change);
		return this;
	}

	JWTClaimsSet claims() {
		return this.claims.build();
	}

	/**
	 * Signs the token with the provider's current key.
	 * @return the token, ready for the Authorization header
	 */
	public String sign() {
		try {
			return sign(JWSAlgorithm.ES256, this.issuer.ecKey().getKeyID(), new ECDSASigner(this.issuer.ecKey()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String signWithRsa(JWSAlgorithm algorithm) {
		try {
			return sign(algorithm, this.issuer.rsaKey().getKeyID(), new RSASSASigner(this.issuer.rsaKey()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String sign(JWSAlgorithm algorithm, String keyId, JWSSigner signer) {
		JWSHeader.Builder builder = new JWSHeader.Builder(algorithm).type(new JOSEObjectType("at+jwt")).keyID(keyId);
		this.header.accept(builder);
		SignedJWT token = new SignedJWT(builder.build(), claims());
		try {
			token.sign(signer);
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return JWSAlgorithm.ES256.equals(algorithm) ? lower(token.serialize()) : token.serialize();
	}

	/**
	 * Takes of the two ES256 signatures the one that the provider makes.
	 * @param token a token with either
	 * @return the token in its one spelling
	 */
	static String lower(String token) {
		byte[] signature = new Base64URL(token.substring(token.lastIndexOf('.') + 1)).decode();
		BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
		return (s.compareTo(ORDER.shiftRight(1)) > 0) ? twin(token) : token;
	}

	/**
	 * Replaces s of an ES256 signature by n - s.
	 * @param token the token
	 * @return another spelling of it
	 */
	static String twin(String token) {
		int start = token.lastIndexOf('.') + 1;
		byte[] signature = new Base64URL(token.substring(start)).decode();
		byte[] s = ORDER.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))).toByteArray();
		int length = Math.min(s.length, 32);
		Arrays.fill(signature, 32, 64, (byte) 0);
		System.arraycopy(s, s.length - length, signature, 64 - length, length);
		return token.substring(0, start) + Base64URL.encode(signature);
	}

	/**
	 * Spells a token as decoders of Base64 would read it as well.
	 * @param token the token
	 * @return other spellings of it, with the same signature
	 */
	static List<String> othersOf(String token) {
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

package io.wegrant.endtoend.stage;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;

/**
 * Access tokens that nobody issued.
 */
public final class Forgeries {

	private Forgeries() {
	}

	/**
	 * Signs the claims of a token with a key of the forger's own, under the name of the
	 * provider's key.
	 * @param original the token
	 * @return the forged one
	 */
	public static String signedByStranger(Tokens original) {
		JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("at+jwt"))
			.keyID(original.keyId())
			.build();
		SignedJWT forged = new SignedJWT(header, original.claims());
		try {
			forged.sign(new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
		return forged.serialize();
	}

	/**
	 * Puts other claims between the header and the signature of a token.
	 * @param original the token
	 * @return the forged one
	 */
	public static String withOtherClaims(Tokens original) {
		JWTClaimsSet claims = new JWTClaimsSet.Builder(original.claims()).subject("somebody-else").build();
		String[] parts = original.accessToken().split("\\.");
		return parts[0] + "." + claims.toPayload().toBase64URL() + "." + parts[2];
	}

	/**
	 * Leaves the signature away.
	 * @param original the token
	 * @return the forged one
	 */
	public static String unsigned(Tokens original) {
		return new PlainJWT(original.claims()).serialize();
	}

}

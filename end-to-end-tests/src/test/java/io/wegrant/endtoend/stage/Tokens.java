package io.wegrant.endtoend.stage;

import java.text.ParseException;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/**
 * The tokens that a mini-program got.
 */
public record Tokens(String accessToken, String refreshToken) {

	public String subject() {
		return claims().getSubject();
	}

	public String sessionId() {
		return (String) claims().getClaim("sid");
	}

	public String keyId() {
		return jwt().getHeader().getKeyID();
	}

	public JWTClaimsSet claims() {
		try {
			return jwt().getJWTClaimsSet();
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private SignedJWT jwt() {
		try {
			return SignedJWT.parse(this.accessToken);
		}
		catch (ParseException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

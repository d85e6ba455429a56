package io.wegrant.resourceserver.spring;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.Verification;

/**
 * Decodes access tokens: asks the {@link AccessTokenVerifier}.
 */
public final class AccessTokenDecoder implements JwtDecoder {

	private final AccessTokenVerifier verifier;

	private final AccessTokenJwts jwts;

	/**
	 * Creates a decoder.
	 * @param verifier who verifies
	 * @param jwts the tokens as Spring Security has them
	 */
	public AccessTokenDecoder(AccessTokenVerifier verifier, AccessTokenJwts jwts) {
		this.verifier = verifier;
		this.jwts = jwts;
	}

	@Override
	public Jwt decode(String token) {
		return jwt(this.verifier.verify(token), this.jwts);
	}

	/**
	 * Turns what was found into what Spring Security expects of a decoder.
	 * @param verification what was found
	 * @param jwts the tokens as Spring Security has them
	 * @return the token, if it is good
	 * @throws BadJwtException if it is not
	 * @throws JwtException if that cannot be said, which is not the token's fault
	 */
	public static Jwt jwt(Verification verification, AccessTokenJwts jwts) {
		if (verification instanceof Verification.Accepted accepted) {
			return jwts.jwt(accepted.token());
		}
		// Messages of these reach clients, causes do not.
		if (verification instanceof Verification.Refused refused) {
			throw new BadJwtException("The access token is not accepted", new ReasonException(refused.detail()));
		}
		throw new JwtException("Access tokens cannot be checked",
				new ReasonException(((Verification.Unavailable) verification).detail()));
	}

	/**
	 * Says why, for the service's own log.
	 */
	private static final class ReasonException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private ReasonException(String reason) {
			super(reason, null, false, false);
		}

	}

}

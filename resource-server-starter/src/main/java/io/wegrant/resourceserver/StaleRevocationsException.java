package io.wegrant.resourceserver;

import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Says that the service is told not to accept tokens while it may have missed
 * revocations. That is not the token's fault, so this is no
 * {@link org.springframework.security.oauth2.jwt.BadJwtException}.
 */
final class StaleRevocationsException extends JwtException {

	private static final long serialVersionUID = 1L;

	StaleRevocationsException() {
		super("The revocations that are known are too old to accept a token");
	}

}

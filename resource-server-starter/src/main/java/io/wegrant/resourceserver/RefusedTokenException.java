package io.wegrant.resourceserver;

import org.springframework.security.oauth2.jwt.BadJwtException;

/**
 * Says that a token is refused, and by which rule.
 */
final class RefusedTokenException extends BadJwtException {

	private static final long serialVersionUID = 1L;

	private final TokenResult result;

	RefusedTokenException(TokenResult result, String message) {
		super(message);
		this.result = result;
	}

	RefusedTokenException(TokenResult result, String message, Throwable cause) {
		super(message, cause);
		this.result = result;
	}

	TokenResult result() {
		return this.result;
	}

}

package io.wegrant.server.revocation;

import java.util.Optional;
import java.util.function.Function;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.transaction.TransactionException;

/**
 * Takes the access tokens that may be used at this provider, and does not say what is
 * wrong with others, unless it is their audience.
 */
final class UsableTokenDecoder implements JwtDecoder {

	private final Function<String, Optional<Jwt>> tokens;

	UsableTokenDecoder(Function<String, Optional<Jwt>> tokens) {
		this.tokens = tokens;
	}

	@Override
	public Jwt decode(String token) {
		try {
			return this.tokens.apply(token)
				.orElseThrow(() -> new BadJwtException("The access token is not valid here"));
		}
		catch (DataAccessException | TransactionException ex) {
			throw new OAuth2AuthenticationException(new BearerTokenError(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
					HttpStatus.SERVICE_UNAVAILABLE, "The access token cannot be checked now", null), ex);
		}
	}

}

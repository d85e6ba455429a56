package io.wegrant.server.revocation;

import java.util.Objects;
import java.util.Optional;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.stereotype.Component;

import io.wegrant.server.authorization.AccessTokens;

/**
 * The access tokens with which this provider's own resources may be called.
 */
@Component
final class UsableTokens {

	private final AccessTokens accessTokens;

	private final IssuedTokens tokens;

	private final String audience;

	UsableTokens(AccessTokens accessTokens, IssuedTokens tokens, AuthorizationServerSettings settings) {
		this.accessTokens = accessTokens;
		this.tokens = tokens;
		this.audience = Objects.requireNonNull(settings.getIssuer());
	}

	/**
	 * Reads a token. It costs one look at the database, so that an end that was
	 * acknowledged anywhere holds here.
	 * @param value the token as it was presented
	 * @return what it says, or empty if it is no access token of this provider, has
	 * expired, is meant for others, or was revoked with its session, user or client
	 * @throws org.springframework.dao.DataAccessException if the session cannot be read
	 */
	Optional<Jwt> find(String value) {
		return this.accessTokens.verify(value)
			.filter((token) -> token.getAudience() != null && token.getAudience().contains(this.audience))
			.filter(this.tokens::isActive);
	}

}

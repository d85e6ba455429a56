package io.wegrant.server.revocation;

import java.util.List;
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

	private final String issuer;

	UsableTokens(AccessTokens accessTokens, IssuedTokens tokens, AuthorizationServerSettings settings) {
		this.accessTokens = accessTokens;
		this.tokens = tokens;
		this.issuer = Objects.requireNonNull(settings.getIssuer());
	}

	/**
	 * Reads a token, whomever it is meant for. It costs one look at the database, so that
	 * an end that was acknowledged anywhere holds here.
	 * @param value the token as it was presented
	 * @return what it says, or empty if it is no access token of this provider, has
	 * expired, or was revoked with its session, user or client
	 * @throws org.springframework.dao.DataAccessException if the session cannot be read
	 */
	Optional<Jwt> find(String value) {
		return this.accessTokens.verify(value).filter(this.tokens::isActive);
	}

	/**
	 * Reads a token that is meant for this provider and for nobody else, who could hand
	 * it on. One that is not costs no look at the database.
	 * @param value the token as it was presented
	 * @return what it says, or empty as {@link #find(String)} says
	 * @throws OtherAudienceException if it is genuine and meant for others
	 * @throws org.springframework.dao.DataAccessException if the session cannot be read
	 */
	Optional<Jwt> findForProvider(String value) {
		Optional<Jwt> token = this.accessTokens.verify(value);
		if (token.filter((each) -> !List.of(this.issuer).equals(each.getAudience())).isPresent()) {
			throw OtherAudienceException.than(this.issuer);
		}
		return token.filter(this.tokens::isActive);
	}

}

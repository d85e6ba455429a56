package io.wegrant.server.authorization;

import java.io.Serial;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

import io.wegrant.server.clients.ClientId;

/**
 * Whom an access token speaks of, and what for: a user, or a client itself.
 */
@SuppressWarnings("serial")
public final class TokenSubject extends AbstractAuthenticationToken {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String sub;

	private final GrantedAccess access;

	private final Map<String, Object> claims;

	private final TokenEpochs epochs;

	private final Instant readAt;

	private TokenSubject(String sub, GrantedAccess access, Map<String, Object> claims, TokenEpochs epochs,
			Instant readAt) {
		super(AuthorityUtils.NO_AUTHORITIES);
		this.sub = sub;
		this.access = access;
		this.claims = claims;
		this.epochs = epochs;
		this.readAt = readAt;
		setAuthenticated(true);
	}

	/**
	 * Describes a user.
	 * @param sub the user's public id
	 * @param access what the token may be used for
	 * @param claims what else the token says
	 * @param epochs the epochs that the token is of
	 * @param readAt a time before the epochs were read, at which the token is issued
	 * @return the subject
	 */
	public static TokenSubject user(String sub, GrantedAccess access, Map<String, Object> claims, TokenEpochs epochs,
			Instant readAt) {
		return new TokenSubject(sub, access, claims, epochs, readAt);
	}

	/**
	 * Describes a client that acts for itself.
	 * @param clientId the client's identifier, which is its {@code sub} (RFC 9068 section
	 * 2.2)
	 * @param access what the token may be used for
	 * @param claims what else the token says
	 * @param tokenEpoch the client's token epoch
	 * @param readAt a time before the epoch was read, at which the token is issued
	 * @return the subject
	 */
	static TokenSubject client(ClientId clientId, GrantedAccess access, Map<String, Object> claims, long tokenEpoch,
			Instant readAt) {
		return new TokenSubject(clientId.value(), access, claims, new TokenEpochs(OptionalLong.empty(), tokenEpoch),
				readAt);
	}

	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

	@Override
	public String getPrincipal() {
		return this.sub;
	}

	GrantedAccess access() {
		return this.access;
	}

	Map<String, Object> claims() {
		return this.claims;
	}

	TokenEpochs epochs() {
		return this.epochs;
	}

	Instant readAt() {
		return this.readAt;
	}

}

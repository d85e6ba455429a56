package io.wegrant.server.authorization;

import java.io.Serial;
import java.time.Instant;
import java.util.Map;

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

	private final boolean user;

	private final Map<String, Object> claims;

	private final Instant issuedFrom;

	private TokenSubject(String sub, GrantedAccess access, boolean user, Map<String, Object> claims,
			Instant issuedFrom) {
		super(AuthorityUtils.NO_AUTHORITIES);
		this.sub = sub;
		this.access = access;
		this.user = user;
		this.claims = claims;
		this.issuedFrom = issuedFrom;
		setAuthenticated(true);
	}

	/**
	 * Describes a user.
	 * @param sub the user's public id
	 * @param access what the token may be used for
	 * @param claims what else the token says
	 * @param issuedFrom tokens that are issued before then are refused
	 * @return the subject
	 */
	public static TokenSubject user(String sub, GrantedAccess access, Map<String, Object> claims, Instant issuedFrom) {
		return new TokenSubject(sub, access, true, claims, issuedFrom);
	}

	/**
	 * Describes a client that acts for itself.
	 * @param clientId the client's identifier, which is its {@code sub} (RFC 9068 section
	 * 2.2)
	 * @param access what the token may be used for
	 * @return the subject
	 */
	public static TokenSubject client(ClientId clientId, GrantedAccess access) {
		return new TokenSubject(clientId.value(), access, false, Map.of(), Instant.EPOCH);
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

	boolean isUser() {
		return this.user;
	}

	Map<String, Object> claims() {
		return this.claims;
	}

	Instant issuedFrom() {
		return this.issuedFrom;
	}

}

package io.wegrant.server.sessions;

import java.io.Serial;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

import io.wegrant.server.authorization.RequestedAccess;

/**
 * A request for the successor of a refresh token (RFC 6749 section 6).
 */
@SuppressWarnings("serial")
final class RefreshTokenAuthenticationToken extends OAuth2AuthorizationGrantAuthenticationToken {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String refreshToken;

	private final RequestedAccess access;

	RefreshTokenAuthenticationToken(Authentication clientPrincipal, String refreshToken, RequestedAccess access) {
		super(AuthorizationGrantType.REFRESH_TOKEN, clientPrincipal, null);
		this.refreshToken = refreshToken;
		this.access = access;
	}

	String refreshToken() {
		return this.refreshToken;
	}

	RequestedAccess access() {
		return this.access;
	}

}

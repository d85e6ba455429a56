package io.wegrant.server.authorization;

import java.io.Serial;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

/**
 * A client's request for a token of its own (RFC 6749 section 4.4.2).
 */
@SuppressWarnings("serial")
final class ClientCredentialsAuthenticationToken extends OAuth2AuthorizationGrantAuthenticationToken {

	@Serial
	private static final long serialVersionUID = 1L;

	private final RequestedAccess access;

	ClientCredentialsAuthenticationToken(Authentication clientPrincipal, RequestedAccess access) {
		super(AuthorizationGrantType.CLIENT_CREDENTIALS, clientPrincipal, null);
		this.access = access;
	}

	RequestedAccess access() {
		return this.access;
	}

}

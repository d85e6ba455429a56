package io.wegrant.ticket;

import java.io.Serial;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

import io.wegrant.server.authorization.RequestedAccess;

/**
 * A request to exchange a ticket.
 */
@SuppressWarnings("serial")
final class TicketAuthenticationToken extends OAuth2AuthorizationGrantAuthenticationToken {

	static final AuthorizationGrantType GRANT_TYPE = new AuthorizationGrantType("urn:example:ticket");

	@Serial
	private static final long serialVersionUID = 1L;

	private final String ticket;

	private final RequestedAccess access;

	TicketAuthenticationToken(Authentication client, String ticket, RequestedAccess access) {
		super(GRANT_TYPE, client, null);
		this.ticket = ticket;
		this.access = access;
	}

	String ticket() {
		return this.ticket;
	}

	RequestedAccess access() {
		return this.access;
	}

}

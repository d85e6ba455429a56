package io.wegrant.ticket;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;

import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.ClientTokens;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.Clients;

/**
 * Exchanges the one ticket that there is.
 */
final class TicketProvider implements AuthenticationProvider {

	private final Clients clients;

	private final ClientTokens tokens;

	TicketProvider(Clients clients, ClientTokens tokens) {
		this.clients = clients;
		this.tokens = tokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		TicketAuthenticationToken grant = (TicketAuthenticationToken) authentication;
		AuthenticatedClient client = AuthenticatedClient.ofGrant(grant, this.clients);
		GrantedAccess access = grant.access().within(client.client().scopes(), client.client().resources());
		if (!"good".equals(grant.ticket())) {
			throw TokenRequestRefused.invalidGrant("there is no such ticket");
		}
		return this.tokens.answer(grant, client, access);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return TicketAuthenticationToken.class.isAssignableFrom(authentication);
	}

}

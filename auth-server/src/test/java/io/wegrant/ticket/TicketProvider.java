package io.wegrant.ticket;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.authorization.TokenSubject;
import io.wegrant.server.clients.Clients;

/**
 * Exchanges the one ticket that there is.
 */
final class TicketProvider implements AuthenticationProvider {

	private final Clients clients;

	private final AccessTokens accessTokens;

	TicketProvider(Clients clients, AccessTokens accessTokens) {
		this.clients = clients;
		this.accessTokens = accessTokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		TicketAuthenticationToken grant = (TicketAuthenticationToken) authentication;
		AuthenticatedClient client = AuthenticatedClient.ofGrant(grant, this.clients);
		GrantedAccess access = grant.access().within(client.client().scopes(), client.client().resources());
		if (!"good".equals(grant.ticket())) {
			throw TokenRequestRefused.invalidGrant("there is no such ticket");
		}
		OAuth2AccessToken accessToken = this.accessTokens.issue(client.registration(),
				TokenSubject.client(client.client().clientId(), access), grant);
		return new OAuth2AccessTokenAuthenticationToken(client.registration(), client.authentication(), accessToken);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return TicketAuthenticationToken.class.isAssignableFrom(authentication);
	}

}

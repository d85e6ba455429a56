package io.wegrant.server.authorization;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

import io.wegrant.server.clients.Clients;

/**
 * Gives a client a token of its own. Unlike the framework's provider it stores nothing,
 * grants the registered scopes to a client that names none, and knows resources.
 */
final class ClientCredentialsProvider implements AuthenticationProvider {

	private final Clients clients;

	private final ClientTokens tokens;

	ClientCredentialsProvider(Clients clients, ClientTokens tokens) {
		this.clients = clients;
		this.tokens = tokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		ClientCredentialsAuthenticationToken grant = (ClientCredentialsAuthenticationToken) authentication;
		AuthenticatedClient client = AuthenticatedClient.ofGrant(grant, this.clients);
		if (ClientAuthenticationMethod.NONE.equals(client.authentication().getClientAuthenticationMethod())) {
			throw TokenRequestRefused.unauthorizedClient();
		}
		return this.tokens.answer(grant, client,
				grant.access().within(client.client().scopes(), client.client().resources()));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return ClientCredentialsAuthenticationToken.class.isAssignableFrom(authentication);
	}

}

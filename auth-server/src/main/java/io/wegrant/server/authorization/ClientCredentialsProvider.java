package io.wegrant.server.authorization;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

import io.wegrant.server.clients.Clients;

/**
 * Gives a client a token of its own. Unlike the framework's provider it stores nothing,
 * grants the registered scopes to a client that names none, and knows resources.
 */
final class ClientCredentialsProvider implements AuthenticationProvider {

	private final Clients clients;

	private final AccessTokens accessTokens;

	ClientCredentialsProvider(Clients clients, AccessTokens accessTokens) {
		this.clients = clients;
		this.accessTokens = accessTokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		ClientCredentialsAuthenticationToken grant = (ClientCredentialsAuthenticationToken) authentication;
		AuthenticatedClient client = AuthenticatedClient.ofGrant(grant, this.clients);
		if (ClientAuthenticationMethod.NONE.equals(client.authentication().getClientAuthenticationMethod())) {
			throw TokenRequestRefused.unauthorizedClient();
		}
		GrantedAccess access = grant.access().within(client.client().scopes(), client.client().resources());
		OAuth2AccessToken accessToken = this.accessTokens.issue(client.registration(),
				TokenSubject.client(client.client().clientId(), access), grant);
		return new OAuth2AccessTokenAuthenticationToken(client.registration(), client.authentication(), accessToken);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return ClientCredentialsAuthenticationToken.class.isAssignableFrom(authentication);
	}

}

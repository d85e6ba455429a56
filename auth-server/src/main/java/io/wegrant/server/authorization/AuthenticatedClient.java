package io.wegrant.server.authorization;

import java.util.Objects;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;

/**
 * The client that a request proved to come from.
 *
 * @param registration what the framework knows of it
 * @param client what only this provider knows of it
 * @param authentication how it proved who it is
 */
public record AuthenticatedClient(RegisteredClient registration, Client client,
		OAuth2ClientAuthenticationToken authentication) {

	/**
	 * Finds the client of a token request, which must be registered for the grant.
	 * @param grant the token request
	 * @param clients the registered clients
	 * @return the client
	 * @throws OAuth2AuthenticationException with {@code invalid_client} if there is none,
	 * or {@code unauthorized_client} if the grant is not among those it is registered for
	 */
	public static AuthenticatedClient ofGrant(OAuth2AuthorizationGrantAuthenticationToken grant, Clients clients) {
		AuthenticatedClient client = of(grant, clients);
		if (!client.registration().getAuthorizationGrantTypes().contains(grant.getGrantType())) {
			throw TokenRequestRefused.unauthorizedClient();
		}
		return client;
	}

	/**
	 * Finds the client of a request.
	 * @param request the request, whose principal is the client
	 * @param clients the registered clients
	 * @return the client
	 * @throws OAuth2AuthenticationException with {@code invalid_client} if there is none
	 */
	public static AuthenticatedClient of(Authentication request, Clients clients) {
		if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken authentication)
				|| !authentication.isAuthenticated()) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
		RegisteredClient registration = Objects.requireNonNull(authentication.getRegisteredClient());
		Client client = clients.find(new ClientId(registration.getClientId()))
			.orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
		return new AuthenticatedClient(registration, client, authentication);
	}

}

package io.wegrant.server.authorization;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.Clients;

/**
 * Where every grant that gives a client a token of its own ends: it makes the access
 * token and the answer that carries it. And the tokens with which the provider calls
 * services.
 */
public final class ClientTokens {

	private final AccessTokens accessTokens;

	private final Clients clients;

	private final HeardRevocations heard;

	private final List<ProviderScopes> providerScopes;

	private final Clock clock;

	ClientTokens(AccessTokens accessTokens, Clients clients, HeardRevocations heard,
			List<ProviderScopes> providerScopes, Clock clock) {
		this.accessTokens = accessTokens;
		this.clients = clients;
		this.heard = heard;
		this.providerScopes = providerScopes;
		this.clock = clock;
	}

	/**
	 * Answers a grant.
	 * @param grant the token request
	 * @param client the client that asked
	 * @param access what the token may be used for
	 * @return the answer
	 * @throws TokenRequestRefused with {@code invalid_target} if the token is to be for
	 * the provider, and the client has nothing to do there
	 */
	public OAuth2AccessTokenAuthenticationToken answer(OAuth2AuthorizationGrantAuthenticationToken grant,
			AuthenticatedClient client, GrantedAccess access) {
		Instant readAt = this.clock.instant();
		Client current = current(client.client())
			.orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
		GrantedAccess left = access.leftTo(current);
		if (left.hasLostItsResources(access) || (left.forProvider() && !mayCallProvider(current))) {
			throw TokenRequestRefused.invalidTarget();
		}
		TokenSubject subject = TokenSubject.client(current.clientId(), left, Map.of(), current.tokenEpoch(), readAt);
		OAuth2AccessToken accessToken = this.accessTokens.issue(client.registration(), subject, grant);
		return new OAuth2AccessTokenAuthenticationToken(client.registration(), client.authentication(), accessToken);
	}

	/**
	 * Makes a token with which the provider itself calls a service, made out to the
	 * service's client.
	 * @param client the client as this node holds it
	 * @param call what the call is for
	 * @return the token, or empty if the client is not what it was any more, and has been
	 * read again
	 * @throws org.springframework.dao.DataAccessException if it cannot be read again
	 */
	public Optional<OAuth2AccessToken> forCall(Client client, ProviderCall call) {
		Instant readAt = this.clock.instant();
		return current(client).filter(client::equals)
			.map((current) -> this.accessTokens.issue(RegisteredClients.receiver(current, call.lifetime()), TokenSubject
				.client(current.clientId(), call.access(), call.claims(), current.tokenEpoch(), readAt)));
	}

	// Without resources of its own it gets no other token.
	private boolean mayCallProvider(Client client) {
		return client.resources().isEmpty()
				|| this.providerScopes.stream().anyMatch((each) -> containsAny(client.scopes(), each.scopes()));
	}

	private static boolean containsAny(Set<String> registered, Set<String> scopes) {
		return scopes.stream().anyMatch(registered::contains);
	}

	// What is held in memory may be older than what services know, and so may the
	// database.
	private Optional<Client> current(Client held) {
		long lowest = this.heard.lowest(Optional.empty(), held.clientId().value()).client();
		if (held.tokenEpoch() >= lowest) {
			return Optional.of(held);
		}
		this.clients.raiseTokenEpoch(held.clientId(), lowest);
		return this.clients.findSince(held.clientId(), lowest);
	}

}

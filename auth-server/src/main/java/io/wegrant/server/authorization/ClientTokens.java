package io.wegrant.server.authorization;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
 * token and the answer that carries it.
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
		Client current = current(client.client());
		GrantedAccess left = access.leftTo(current);
		if (left.hasLostItsResources(access) || (left.forProvider() && !mayCallProvider(current))) {
			throw TokenRequestRefused.invalidTarget();
		}
		TokenSubject subject = TokenSubject.client(current.clientId(), left, current.tokenEpoch(), readAt);
		OAuth2AccessToken accessToken = this.accessTokens.issue(client.registration(), subject, grant);
		return new OAuth2AccessTokenAuthenticationToken(client.registration(), client.authentication(), accessToken);
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
	private Client current(Client held) {
		long lowest = this.heard.lowest(Optional.empty(), held.clientId().value()).client();
		if (held.tokenEpoch() >= lowest) {
			return held;
		}
		this.clients.raiseTokenEpoch(held.clientId(), lowest);
		return this.clients.findSince(held.clientId(), lowest)
			.orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
	}

}

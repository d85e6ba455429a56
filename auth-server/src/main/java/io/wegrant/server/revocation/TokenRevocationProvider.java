package io.wegrant.server.revocation;

import java.util.Objects;
import java.util.Optional;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.Clients;

/**
 * Revokes tokens (RFC 7009). A token of a session ends the whole session, whichever of
 * its tokens it is; a token that is unknown, forged or expired is answered like one that
 * was revoked. The owner may revoke, and so may a client registered with
 * {@code token.revoke}; the tokens of others stay untouched.
 */
final class TokenRevocationProvider implements AuthenticationProvider {

	private final Clients clients;

	private final IssuedTokens tokens;

	TokenRevocationProvider(Clients clients, IssuedTokens tokens) {
		this.clients = clients;
		this.tokens = tokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		OAuth2TokenRevocationAuthenticationToken request = (OAuth2TokenRevocationAuthenticationToken) authentication;
		Client client = AuthenticatedClient.of(request, this.clients).client();
		Optional<IssuedToken> token = this.tokens.find(request.getToken());
		if (token.isPresent()) {
			boolean owned = token.get().clientId().equals(client.clientId());
			if (!owned && !client.scopes().contains(IssuedTokens.MAY_REVOKE)) {
				throw TokenRequestRefused.unauthorizedClient();
			}
			this.tokens.revoke(token.get(), client.clientId());
		}
		return new OAuth2TokenRevocationAuthenticationToken(request.getToken(),
				(Authentication) Objects.requireNonNull(request.getPrincipal()), request.getTokenTypeHint());
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
	}

}

package io.wegrant.server.sessions;

import java.util.Map;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;

import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.clients.Clients;

/**
 * Exchanges a refresh token for its successor and a new access token.
 */
final class RefreshTokenProvider implements AuthenticationProvider {

	private final Clients clients;

	private final Sessions sessions;

	private final CurrentSessions currentSessions;

	private final SessionTokens tokens;

	RefreshTokenProvider(Clients clients, Sessions sessions, CurrentSessions currentSessions, SessionTokens tokens) {
		this.clients = clients;
		this.sessions = sessions;
		this.currentSessions = currentSessions;
		this.tokens = tokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		RefreshTokenAuthenticationToken grant = (RefreshTokenAuthenticationToken) authentication;
		AuthenticatedClient client = AuthenticatedClient.ofGrant(grant, this.clients);
		PresentedToken presented = this.sessions.present(grant.refreshToken(), client.client().clientId())
			.orElseThrow(RefreshTokenProvider::invalidGrant);
		SessionDetails session = presented.session();
		this.currentSessions.requireNotEnded(session.sid());
		GrantedAccess left = session.access().leftTo(client.client());
		GrantedAccess access = grant.access().within(left.scopes(), left.resources());
		// Its token would be for the provider, and the client would take it to services.
		if (!access.forProvider() && access.resources().isEmpty()
				&& !(session.resources().resources().isEmpty() && client.client().resources().isEmpty())) {
			throw invalidGrant();
		}
		OAuth2RefreshToken successor = this.sessions.exchange(presented)
			.orElseThrow(RefreshTokenProvider::invalidGrant);
		GrantedSession granted = new GrantedSession(session.sid(), session.user(),
				this.sessions.wechatAccountOf(session), access, session.tokenEpochs(), presented.readAt(), successor);
		return this.tokens.answer(grant, client, granted, Map.of());
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return RefreshTokenAuthenticationToken.class.isAssignableFrom(authentication);
	}

	private static TokenRequestRefused invalidGrant() {
		return TokenRequestRefused.invalidGrant("the refresh token is not valid, log in again");
	}

}

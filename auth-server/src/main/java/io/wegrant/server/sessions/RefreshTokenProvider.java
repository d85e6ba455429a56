package io.wegrant.server.sessions;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

import io.wegrant.server.accounts.User;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.authorization.TokenSubject;
import io.wegrant.server.authorization.TokenSubject.UserSession;
import io.wegrant.server.authorization.TokenSubject.WechatAccount;
import io.wegrant.server.clients.Clients;

/**
 * Exchanges a refresh token for its successor and a new access token.
 */
final class RefreshTokenProvider implements AuthenticationProvider {

	private final Clients clients;

	private final Sessions sessions;

	private final AccessTokens accessTokens;

	RefreshTokenProvider(Clients clients, Sessions sessions, AccessTokens accessTokens) {
		this.clients = clients;
		this.sessions = sessions;
		this.accessTokens = accessTokens;
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		RefreshTokenAuthenticationToken grant = (RefreshTokenAuthenticationToken) authentication;
		AuthenticatedClient client = AuthenticatedClient.ofGrant(grant, this.clients);
		PresentedToken presented = this.sessions.present(grant.refreshToken(), client.client().clientId())
			.orElseThrow(RefreshTokenProvider::invalidGrant);
		SessionDetails session = presented.session();
		GrantedAccess access = grant.access()
			.within(stillRegistered(session.access().scopes(), client.client().scopes()),
					stillRegistered(session.access().resources(), client.client().resources()));
		OAuth2RefreshToken successor = this.sessions.exchange(presented)
			.orElseThrow(RefreshTokenProvider::invalidGrant);
		Optional<WechatAccount> account = client.client().wechatClaims()
				? Optional.of(this.sessions.wechatAccountOf(session)) : Optional.empty();
		User user = session.user();
		TokenSubject subject = TokenSubject.user(session.sub(), access,
				new UserSession(session.sid(), user.roles(), user.tokensFrom(), account));
		OAuth2AccessToken accessToken = this.accessTokens.issue(client.registration(), subject, grant);
		return new OAuth2AccessTokenAuthenticationToken(client.registration(), client.authentication(), accessToken,
				successor);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return RefreshTokenAuthenticationToken.class.isAssignableFrom(authentication);
	}

	private static Set<String> stillRegistered(Set<String> granted, Set<String> registered) {
		Set<String> both = new LinkedHashSet<>(granted);
		both.retainAll(registered);
		return both;
	}

	private static TokenRequestRefused invalidGrant() {
		return TokenRequestRefused.invalidGrant("the refresh token is not valid, log in again");
	}

}

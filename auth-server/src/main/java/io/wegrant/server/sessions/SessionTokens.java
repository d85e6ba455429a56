package io.wegrant.server.sessions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

import io.wegrant.server.accounts.User;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenRequestRefused;
import io.wegrant.server.authorization.TokenSubject;
import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.Clients;

/**
 * Where every grant that gives a user tokens ends: it makes the access token of a session
 * and the answer that carries it.
 */
public final class SessionTokens {

	/** The claim that names the session, which only tokens of users have. */
	public static final String SID = "sid";

	/** The claim with the names of the user's roles (RFC 9068 section 2.2.3.1). */
	public static final String ROLES = "roles";

	private final CurrentSessions currentSessions;

	private final Clients clients;

	private final AccessTokens accessTokens;

	private final List<SessionClaims> claims;

	SessionTokens(CurrentSessions currentSessions, Clients clients, AccessTokens accessTokens,
			List<SessionClaims> claims) {
		this.currentSessions = currentSessions;
		this.clients = clients;
		this.accessTokens = accessTokens;
		this.claims = claims;
	}

	/**
	 * Answers a grant.
	 * @param grant the token request
	 * @param client the client that asked
	 * @param granted the session for which it gets tokens
	 * @param additional what else the answer says
	 * @return the answer
	 */
	public OAuth2AccessTokenAuthenticationToken answer(OAuth2AuthorizationGrantAuthenticationToken grant,
			AuthenticatedClient client, GrantedSession granted, Map<String, Object> additional) {
		GrantedSession session = this.currentSessions.current(granted, client.client().clientId());
		GrantedAccess access = accessNow(session, client.client());
		User user = session.user();
		Map<String, Object> said = new LinkedHashMap<>();
		said.put(ROLES, List.copyOf(user.roles()));
		said.put(SID, session.sid().value());
		this.claims.forEach((each) -> said.putAll(each.of(client.client(), session)));
		TokenSubject subject = TokenSubject.user(user.sub().value(), access, said, session.epochs(), session.readAt());
		OAuth2AccessToken accessToken = this.accessTokens.issue(client.registration(), subject, grant);
		return new OAuth2AccessTokenAuthenticationToken(client.registration(), client.authentication(), accessToken,
				session.refreshToken(), additional);
	}

	// The row may be of a registration that this node has not read yet.
	private GrantedAccess accessNow(GrantedSession session, Client held) {
		if (held.tokenEpoch() >= session.epochs().client()) {
			return session.access();
		}
		Client current = this.clients.findSince(held.clientId(), session.epochs().client())
			.orElseThrow(() -> new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
		GrantedAccess left = session.access().leftTo(current);
		if (left.hasLostItsResources(session.access())) {
			throw TokenRequestRefused.invalidGrant("the client's registration has changed, log in again");
		}
		return left;
	}

}

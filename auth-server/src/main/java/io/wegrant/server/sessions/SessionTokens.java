package io.wegrant.server.sessions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;

import io.wegrant.server.accounts.User;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.AuthenticatedClient;
import io.wegrant.server.authorization.TokenSubject;

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

	private final AccessTokens accessTokens;

	private final List<SessionClaims> claims;

	SessionTokens(CurrentSessions currentSessions, AccessTokens accessTokens, List<SessionClaims> claims) {
		this.currentSessions = currentSessions;
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
		User user = session.user();
		Map<String, Object> said = new LinkedHashMap<>();
		said.put(ROLES, List.copyOf(user.roles()));
		said.put(SID, session.sid().value());
		this.claims.forEach((each) -> said.putAll(each.of(client.client(), session)));
		TokenSubject subject = TokenSubject.user(user.sub().value(), session.access(), said, session.epochs(),
				session.readAt());
		OAuth2AccessToken accessToken = this.accessTokens.issue(client.registration(), subject, grant);
		return new OAuth2AccessTokenAuthenticationToken(client.registration(), client.authentication(), accessToken,
				session.refreshToken(), additional);
	}

}

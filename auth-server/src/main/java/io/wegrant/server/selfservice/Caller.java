package io.wegrant.server.selfservice;

import java.util.Objects;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.audit.AuditEvent;
import io.wegrant.server.audit.AuditEventType;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.sessions.SessionId;
import io.wegrant.server.sessions.SessionTokens;

/**
 * A user who calls, with one of their sessions.
 *
 * @param sub the user's public id
 * @param sid the session
 * @param clientId the client that the session belongs to
 */
record Caller(Sub sub, SessionId sid, ClientId clientId) {

	static Caller of(JwtAuthenticationToken authentication) {
		Jwt token = authentication.getToken();
		return new Caller(new Sub(claim(token, JwtClaimNames.SUB)), new SessionId(claim(token, SessionTokens.SID)),
				new ClientId(claim(token, OAuth2ParameterNames.CLIENT_ID)));
	}

	/**
	 * Starts an event of what the user does.
	 * @param type what the user does
	 * @return the event
	 */
	AuditEvent does(AuditEventType type) {
		return AuditEvent.of(type, this.sub.value()).user(this.sub.value()).client(this.clientId.value());
	}

	private static String claim(Jwt token, String name) {
		return Objects.requireNonNull(token.getClaimAsString(name));
	}

}

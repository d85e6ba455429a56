package io.wegrant.server.sessions;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;

/**
 * A session that has just been opened.
 *
 * @param sid the session id
 * @param refreshToken the first refresh token
 */
public record OpenedSession(SessionId sid, OAuth2RefreshToken refreshToken) {

	@Override
	public String toString() {
		return "OpenedSession[sid=" + this.sid + "]";
	}

}

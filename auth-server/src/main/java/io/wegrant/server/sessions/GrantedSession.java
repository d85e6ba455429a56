package io.wegrant.server.sessions;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;

import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.authorization.GrantedAccess;

/**
 * A session for which a grant answers with tokens.
 *
 * @param sid the session id
 * @param user the user
 * @param account the WeChat account with which the user logged in
 * @param access what the access token may be used for
 * @param refreshToken the newest refresh token
 */
public record GrantedSession(SessionId sid, User user, WechatAccount account, GrantedAccess access,
		OAuth2RefreshToken refreshToken) {

	@Override
	public String toString() {
		return "GrantedSession[sid=" + this.sid + "]";
	}

}

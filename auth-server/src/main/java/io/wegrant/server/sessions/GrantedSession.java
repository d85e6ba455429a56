package io.wegrant.server.sessions;

import java.time.Instant;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;

import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.authorization.GrantedAccess;
import io.wegrant.server.authorization.TokenEpochs;

/**
 * A session for which a grant answers with tokens.
 *
 * @param sid the session id
 * @param user the user
 * @param account the WeChat account with which the user logged in
 * @param access what the access token may be used for
 * @param epochs the epochs that its tokens are of
 * @param readAt a time before they were read
 * @param refreshToken the newest refresh token
 */
public record GrantedSession(SessionId sid, User user, WechatAccount account, GrantedAccess access, TokenEpochs epochs,
		Instant readAt, OAuth2RefreshToken refreshToken) {

	@Override
	public String toString() {
		return "GrantedSession[sid=" + this.sid + "]";
	}

}

package io.wegrant.server.sessions;

import java.util.List;

import io.wegrant.server.accounts.WechatAccount;

/**
 * The session_keys that the logins of a person brought who is logged in.
 *
 * @param account the mini-program, and the person's openid in it
 * @param keys the keys, the newest first; those of sessions that have ended are among
 * them, since WeChat knows nothing of sessions
 */
public record PersonKeys(WechatAccount account, List<BroughtKey> keys) {

	@Override
	public String toString() {
		return "PersonKeys[redacted]";
	}

}

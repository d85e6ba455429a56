package io.wegrant.server.accounts;

import java.time.Instant;

/**
 * A WeChat identity by which a user is known.
 *
 * @param appid the mini-program
 * @param openid the person's id in it
 * @param isUnionidKnown whether a keyed hash of a unionid is kept; the unionid is not
 * @param isSessionKeyKept whether the session_key of the last login is kept, encrypted
 * @param createdAt when the person logged in for the first time
 * @param lastLoginAt when the person last logged in
 */
public record LinkedIdentity(String appid, String openid, boolean isUnionidKnown, boolean isSessionKeyKept,
		Instant createdAt, Instant lastLoginAt) {

	@Override
	public String toString() {
		return "LinkedIdentity[appid=" + this.appid + "]";
	}

}

package io.wegrant.server.accounts;

import java.time.Instant;

/**
 * A WeChat identity by which a user is known.
 *
 * @param account the mini-program, and the person's id in it
 * @param isUnionidKnown whether a keyed hash of a unionid is kept; the unionid is not
 * @param createdAt when the person logged in for the first time
 */
public record LinkedIdentity(WechatAccount account, boolean isUnionidKnown, Instant createdAt) {

}

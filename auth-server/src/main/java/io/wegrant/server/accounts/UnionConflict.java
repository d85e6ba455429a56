package io.wegrant.server.accounts;

import java.time.Instant;

/**
 * Two users who are one person to WeChat: a login of the one came with a unionid that is
 * the other's. They are kept apart until an administrator merges them.
 *
 * @param appid the mini-program of the login
 * @param sub the public id of the user who logged in
 * @param ownerSub the public id of the user whose unionid it is
 * @param foundAt when it was found
 */
public record UnionConflict(Appid appid, Sub sub, Sub ownerSub, Instant foundAt) {

}

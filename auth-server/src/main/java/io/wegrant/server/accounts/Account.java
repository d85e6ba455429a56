package io.wegrant.server.accounts;

import java.time.Instant;

/**
 * What administrators see of a user.
 *
 * @param sub the public id
 * @param status whether the user may get and use tokens
 * @param createdAt when the user logged in for the first time
 */
public record Account(String sub, UserStatus status, Instant createdAt) {

}

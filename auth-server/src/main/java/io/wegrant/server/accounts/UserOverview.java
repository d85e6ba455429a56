package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.Set;

/**
 * What administrators see of a user.
 *
 * @param sub the public id
 * @param status whether the user may get and use tokens
 * @param createdAt when the user logged in for the first time
 * @param roles all roles
 * @param grantedRoles those of them that were given directly
 */
public record UserOverview(Sub sub, UserStatus status, Instant createdAt, Set<String> roles, Set<String> grantedRoles) {

}

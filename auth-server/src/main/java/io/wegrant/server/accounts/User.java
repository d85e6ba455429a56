package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.Set;

/**
 * A user.
 *
 * @param id the internal number
 * @param sub the public, opaque identifier
 * @param status whether the user may get and use tokens
 * @param roles the names of the user's roles, which access tokens carry
 * @param tokensFrom tokens issued before then may carry other roles, and are refused
 */
public record User(long id, Sub sub, UserStatus status, Set<String> roles, Instant tokensFrom) {

}

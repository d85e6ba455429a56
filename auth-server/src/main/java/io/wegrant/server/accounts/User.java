package io.wegrant.server.accounts;

import java.util.Set;

/**
 * A user.
 *
 * @param id the internal number
 * @param sub the public, opaque identifier
 * @param status whether the user may get and use tokens
 * @param roles the names of the user's roles, which access tokens carry
 * @param sessionEpoch sessions that were opened in an earlier epoch are over
 * @param tokenEpoch access tokens of an earlier epoch are refused
 */
public record User(long id, Sub sub, UserStatus status, Set<String> roles, long sessionEpoch, long tokenEpoch) {

}

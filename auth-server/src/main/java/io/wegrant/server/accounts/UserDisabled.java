package io.wegrant.server.accounts;

import java.time.Instant;

/**
 * A user has been locked out.
 *
 * @param userId the user's internal number
 * @param sub the user's public id
 * @param at tokens issued up to then are no good
 */
public record UserDisabled(long userId, Sub sub, Instant at) {

}

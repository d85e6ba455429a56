package io.wegrant.server.accounts;

import java.time.Instant;

/**
 * An account is being closed, in the transaction that closes it: whoever keeps anything
 * about the user erases it now.
 *
 * @param userId the user's internal number
 * @param sub the user's public id
 * @param at tokens issued up to then are no good
 */
public record AccountClosed(long userId, Sub sub, Instant at) {

}

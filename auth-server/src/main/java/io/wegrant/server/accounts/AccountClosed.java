package io.wegrant.server.accounts;

/**
 * An account is being closed, in the transaction that closes it: whoever keeps anything
 * about the user erases it now.
 *
 * @param userId the user's internal number
 * @param sub the user's public id
 */
public record AccountClosed(long userId, Sub sub) {

}

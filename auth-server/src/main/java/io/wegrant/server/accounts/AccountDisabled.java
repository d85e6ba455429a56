package io.wegrant.server.accounts;

/**
 * A user is being locked out, in the transaction that does it.
 *
 * @param sub the user's public id
 */
public record AccountDisabled(Sub sub) {

}

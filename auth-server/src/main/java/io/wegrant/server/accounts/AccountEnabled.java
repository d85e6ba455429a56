package io.wegrant.server.accounts;

/**
 * A user who was locked out is being let in again, in the transaction that does it.
 *
 * @param sub the user's public id
 */
public record AccountEnabled(Sub sub) {

}

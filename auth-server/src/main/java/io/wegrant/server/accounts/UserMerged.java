package io.wegrant.server.accounts;

/**
 * Two users turned out to be one person, in the transaction that makes them one user. The
 * account of the one who goes is closed next.
 *
 * @param from the public id of the one who goes
 * @param into the public id of the one who stays
 */
public record UserMerged(Sub from, Sub into) {

}

package io.wegrant.server.accounts;

/**
 * All access tokens that a user had are no good any more: they say what is not so any
 * more, or the user was locked out or logged out everywhere.
 *
 * @param sub the user's public id
 * @param lowestEpoch the first token epoch that is good
 */
public record UserTokensEnded(Sub sub, long lowestEpoch) {

}

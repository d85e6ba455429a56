package io.wegrant.server.accounts;

/**
 * A user who proved to be the one behind a WeChat identity.
 *
 * @param user the user
 * @param identityId the internal number of the WeChat identity
 */
public record SignedIn(User user, long identityId) {

}

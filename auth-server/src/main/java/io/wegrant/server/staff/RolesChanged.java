package io.wegrant.server.staff;

import java.time.Instant;

import io.wegrant.server.accounts.Sub;

/**
 * A user's roles have changed, or the phone number has another holder. Sessions go on,
 * and their next access token is right.
 *
 * @param sub the user's public id
 * @param tokensFrom tokens issued before then are no good
 */
public record RolesChanged(Sub sub, Instant tokensFrom) {

}

package io.wegrant.server.staff;

import java.time.Instant;

/**
 * A user's roles have changed, or the phone number has another holder. Sessions go on,
 * and their next access token is right.
 *
 * @param sub the user's public id
 * @param tokensFrom tokens issued before then are no good
 */
public record RolesChanged(String sub, Instant tokensFrom) {

}

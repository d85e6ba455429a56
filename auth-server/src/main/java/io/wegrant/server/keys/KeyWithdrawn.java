package io.wegrant.server.keys;

import java.time.Instant;

/**
 * A signing key was withdrawn: no token that it has signed is good any more.
 *
 * @param kid the key
 * @param until when services have forgotten the key by themselves
 */
public record KeyWithdrawn(String kid, Instant until) {

}

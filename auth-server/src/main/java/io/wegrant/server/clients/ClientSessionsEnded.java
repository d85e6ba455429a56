package io.wegrant.server.clients;

import java.time.Instant;

/**
 * All sessions of a client have ended, and all of its tokens with them.
 *
 * @param clientId the client
 * @param at sessions and tokens from up to then are no good
 */
public record ClientSessionsEnded(ClientId clientId, Instant at) {

}

package io.wegrant.server.sessions;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A session that a user has with a client already, as a login sees it.
 *
 * @param sid the session id
 * @param slot which of the user's places with the client it has
 * @param generation how many times it was refreshed
 * @param refreshedAt when it was last refreshed
 * @param expiresAt when it ends at the latest
 * @param endedAt when it was ended before its time
 * @param userEpoch the user's session epoch in which it was opened
 * @param clientEpoch the client's session epoch in which it was opened
 */
record KeptSession(SessionId sid, int slot, int generation, Instant refreshedAt, Instant expiresAt,
		@Nullable Instant endedAt, long userEpoch, long clientEpoch) {

}

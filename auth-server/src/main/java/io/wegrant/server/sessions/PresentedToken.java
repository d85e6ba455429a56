package io.wegrant.server.sessions;

import java.time.Instant;

/**
 * A genuine refresh token with the session it belongs to.
 *
 * @param token the token
 * @param session its session
 * @param readAt a time before the session was read
 */
record PresentedToken(RefreshToken token, SessionDetails session, Instant readAt) {

}

package io.wegrant.server.sessions;

import io.wegrant.server.sessions.SessionRows.Live;

/**
 * A genuine refresh token with the session it belongs to.
 */
record PresentedToken(RefreshToken token, Live session) {

}

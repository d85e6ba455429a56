package io.wegrant.server.sessions;

/**
 * A genuine refresh token with the session it belongs to.
 */
record PresentedToken(RefreshToken token, SessionDetails session) {

}

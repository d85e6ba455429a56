package io.wegrant.server.sessions;

/**
 * What a refresh token says: its session and the place in the session's line of tokens.
 *
 * @param sid the session id
 * @param generation how many tokens came before it
 */
record RefreshToken(SessionId sid, int generation) {

}

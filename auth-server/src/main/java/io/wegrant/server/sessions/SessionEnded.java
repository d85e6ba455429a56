package io.wegrant.server.sessions;

/**
 * A session has ended before its time, and all of its tokens with it.
 *
 * @param sid the session id
 */
public record SessionEnded(SessionId sid) {

}

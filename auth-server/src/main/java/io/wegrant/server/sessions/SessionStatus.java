package io.wegrant.server.sessions;

/**
 * What has become of a session.
 */
public enum SessionStatus {

	/** Its tokens may be used. */
	LIVE,

	/** It was ended before its time, or its user or client is out of force. */
	ENDED,

	/** It has reached its age, or was not refreshed for too long. */
	EXPIRED

}

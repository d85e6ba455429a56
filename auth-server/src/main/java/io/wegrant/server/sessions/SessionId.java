package io.wegrant.server.sessions;

/**
 * The id of a session, which is the {@code sid} of its access tokens.
 *
 * @param value 128 random bits in base64url; of one that somebody asked for, anything
 */
public record SessionId(String value) {

	@Override
	public String toString() {
		return this.value;
	}

}

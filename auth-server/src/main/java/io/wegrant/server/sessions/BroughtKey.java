package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.Optional;

/**
 * The session_key that a login brought.
 *
 * @param sid the session of the login
 * @param askedAt when WeChat was asked
 * @param value the key in WeChat's form, Base64; empty if WeChat gave none
 * @param taken whether WeChat takes it, if WeChat was asked since
 */
public record BroughtKey(SessionId sid, Instant askedAt, Optional<String> value, Optional<Boolean> taken) {

	@Override
	public String toString() {
		return "BroughtKey[sid=" + this.sid + ", taken=" + this.taken + "]";
	}

}

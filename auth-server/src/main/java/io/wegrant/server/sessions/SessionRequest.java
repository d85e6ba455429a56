package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.Optional;

import io.wegrant.server.authorization.GrantedAccess;

/**
 * What a login brings for its session.
 *
 * @param access what the session's tokens may be used for
 * @param device the client's label for the device
 * @param sessionKey the key that WeChat shares with the mini-program's server since this
 * login, if WeChat gave one
 * @param askedAt when WeChat was asked for it
 */
public record SessionRequest(GrantedAccess access, Optional<DeviceLabel> device, Optional<String> sessionKey,
		Instant askedAt) {

	@Override
	public String toString() {
		return "SessionRequest[device=" + this.device + "]";
	}

}

package io.wegrant.server.clients;

import java.util.Optional;

/**
 * What WeChat's message pushes to a mini-program are signed and encrypted with.
 *
 * @param token the secret that they are signed with
 * @param encodingAesKey the key that they are encrypted with, in WeChat's form of 43
 * characters; empty if they come in clear
 */
public record PushSettings(String token, Optional<String> encodingAesKey) {

	@Override
	public String toString() {
		return "PushSettings[redacted]";
	}

}

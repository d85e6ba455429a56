package io.wegrant.simulator.credentials;

import java.time.Duration;
import java.time.Instant;

/**
 * A token with which the server of a mini-program calls WeChat.
 *
 * @param value the token
 * @param appid the mini-program it stands for
 * @param expiresAt when its regular life ends
 */
public record AccessToken(String value, String appid, Instant expiresAt) {

	/**
	 * Returns what is left of the regular life.
	 * @param now the current time
	 * @return the rest in seconds, a begun one included
	 */
	public long remainingSeconds(Instant now) {
		return Duration.between(now, this.expiresAt).plusSeconds(1).minusNanos(1).toSeconds();
	}

	@Override
	public String toString() {
		return "AccessToken[appid=" + this.appid + ", expiresAt=" + this.expiresAt + "]";
	}

}

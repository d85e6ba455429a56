package io.wegrant.simulator.directory;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A mini-program with its credentials.
 *
 * @param appid the identifier that WeChat gave it
 * @param secret the app secret
 * @param openPlatform the name of the Open Platform account it is bound to, or
 * {@code null}, in which case its users have no unionid
 */
public record MiniProgram(String appid, String secret, @Nullable String openPlatform) {

	/**
	 * Checks the values.
	 */
	public MiniProgram {
		Assert.hasText(appid, "appid is missing");
		Assert.hasText(secret, "secret is missing");
	}

	@Override
	public String toString() {
		return "MiniProgram[appid=" + this.appid + ", openPlatform=" + this.openPlatform + "]";
	}

}

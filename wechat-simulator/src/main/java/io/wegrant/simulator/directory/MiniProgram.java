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
 * @param pushToken the token that pushes are signed with, or {@code null}, in which case
 * there are none
 * @param encodingAesKey the key that encrypted pushes are encrypted with, or {@code null}
 * @param pushFormat {@code json} or {@code xml}; {@code json} if absent
 * @param payment what it has at virtual payment, or {@code null} when it has none
 */
public record MiniProgram(String appid, String secret, @Nullable String openPlatform, @Nullable String pushToken,
		@Nullable String encodingAesKey, @Nullable String pushFormat, @Nullable VirtualPayment payment) {

	/**
	 * Checks the values.
	 */
	public MiniProgram {
		Assert.hasText(appid, "appid is missing");
		Assert.hasText(secret, "secret is missing");
		Assert.isTrue(encodingAesKey == null || encodingAesKey.matches("[A-Za-z0-9]{43}"),
				"encodingAesKey is not 43 letters and digits");
		Assert.isTrue(pushFormat == null || pushFormat.equals("json") || pushFormat.equals("xml"),
				"pushFormat is neither json nor xml");
	}

	@Override
	public String toString() {
		return "MiniProgram[appid=" + this.appid + ", openPlatform=" + this.openPlatform + "]";
	}

}

package io.wegrant.simulator.push;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * An event to be pushed.
 *
 * @param appid the mini-program
 * @param user the name of the person whom it concerns
 * @param event the name of the event, such as {@code user_authorization_revoke}
 * @param mode {@code plain} or {@code encrypted}; encrypted if the mini-program has a key
 * @param format {@code json} or {@code xml}; that of the mini-program if absent
 * @param revokeInfo what was revoked, in WeChat's numbers
 * @param url where it goes, if not where all go
 */
public record Push(String appid, String user, String event, @Nullable String mode, @Nullable String format,
		@Nullable String revokeInfo, @Nullable URI url) {

	/**
	 * Checks the values.
	 */
	public Push {
		Assert.hasText(appid, "appid is missing");
		Assert.hasText(user, "user is missing");
		Assert.isTrue(event != null && event.matches("[A-Za-z_]{1,64}"), "event is not a name");
		Assert.isTrue(mode == null || mode.equals("plain") || mode.equals("encrypted"),
				"mode is neither plain nor encrypted");
		Assert.isTrue(format == null || format.equals("json") || format.equals("xml"),
				"format is neither json nor xml");
		Assert.isTrue(revokeInfo == null || revokeInfo.matches("[0-9,]{1,64}"), "revokeInfo is not numbers");
	}

	@Nullable Boolean isEncrypted() {
		return (this.mode != null) ? this.mode.equals("encrypted") : null;
	}

}

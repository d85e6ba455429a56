package io.wegrant.simulator.payment;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A call of {@code wx.requestVirtualPayment} by a person's mini-program.
 *
 * @param appid the mini-program
 * @param user the name of the person
 * @param signData the text that was signed, as the server made it
 * @param mode {@code short_series_goods} or {@code short_series_coin}
 * @param paySig the signature with the key of virtual payment
 * @param signature the signature with the person's session key
 * @param envVersion {@code release}, {@code trial} or {@code develop}: the build of the
 * mini-program; {@code develop} if absent
 * @param errCode the client's code for what happens when the payment would succeed, such
 * as -2 for a person who cancels it, or {@code null}
 */
public record PaymentRequest(String appid, String user, @Nullable String signData, @Nullable String mode,
		@Nullable String paySig, @Nullable String signature, @Nullable String envVersion, @Nullable Integer errCode) {

	/**
	 * Checks the values that are not the mini-program's.
	 */
	public PaymentRequest {
		Assert.hasText(appid, "appid is missing");
		Assert.hasText(user, "user is missing");
		Assert.isTrue(envVersion == null || envVersion.matches("release|trial|develop"),
				"envVersion is none of release, trial and develop");
		Assert.isTrue(errCode == null || PaymentError.of(errCode).isPresent(), "errCode is none of the client's codes");
	}

	/**
	 * Makes a call by a build that is not released.
	 * @param appid the mini-program
	 * @param user the name of the person
	 * @param signData the text that was signed
	 * @param mode {@code short_series_goods} or {@code short_series_coin}
	 * @param paySig the signature with the key of virtual payment
	 * @param signature the signature with the person's session key
	 */
	public PaymentRequest(String appid, String user, String signData, String mode, String paySig, String signature) {
		this(appid, user, signData, mode, paySig, signature, null, null);
	}

	boolean isReleased() {
		return "release".equals(this.envVersion);
	}

}

package io.wegrant.server.wechat;

import java.io.Serial;
import java.time.Duration;

/**
 * WeChat gave no answer to a call, or none that says anything about it.
 */
public final class WechatUnavailableException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Duration retryAfter;

	private final boolean maybeDone;

	/**
	 * Creates the exception.
	 * @param cause why, without a secret
	 * @param retryAfter when another call makes sense
	 * @param maybeDone whether WeChat may have done what was asked for
	 */
	WechatUnavailableException(String cause, Duration retryAfter, boolean maybeDone) {
		super("WeChat gave no answer: " + cause);
		this.retryAfter = retryAfter;
		this.maybeDone = maybeDone;
	}

	/**
	 * Returns when another call makes sense.
	 * @return the time until then
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Tells whether WeChat may have done what was asked for.
	 * @return whether the call was sent, and the answer is lost
	 */
	public boolean isMaybeDone() {
		return this.maybeDone;
	}

}

package io.wegrant.server.wechat;

import java.time.Duration;

/**
 * What became of a phone code at WeChat.
 */
sealed interface PhoneExchange {

	/**
	 * WeChat vouches for the number.
	 *
	 * @param number the number as WeChat gives it, with plus sign and country code
	 */
	record Verified(String number) implements PhoneExchange {

		@Override
		public String toString() {
			return "Verified[redacted]";
		}

	}

	/**
	 * WeChat does not take the code: unknown, expired, used, of another person or of
	 * another mini-program.
	 */
	record InvalidCode() implements PhoneExchange {

	}

	/**
	 * WeChat gave no answer that says anything about the code.
	 *
	 * @param cause why, as the value of a meter's tag
	 * @param retryAfter when another try makes sense
	 */
	record Unavailable(String cause, Duration retryAfter) implements PhoneExchange {

	}

	/**
	 * WeChat refused this provider, or answered what is not known to be a success.
	 *
	 * @param cause why, as the value of a meter's tag
	 */
	record Refused(String cause) implements PhoneExchange {

	}

}

package io.wegrant.server.wechat;

import java.time.Duration;

/**
 * What WeChat answered to a call.
 *
 * @param <T> what it answers when all is well
 */
sealed interface Reply<T> {

	/**
	 * The answer that the call is made for.
	 *
	 * @param <T> what it is
	 * @param value what WeChat said
	 */
	record Accepted<T>(T value) implements Reply<T> {

		@Override
		public String toString() {
			return "Accepted[redacted]";
		}

	}

	/**
	 * WeChat found something about what was handed in, and took no offence at this
	 * provider.
	 *
	 * @param <T> what it would have answered
	 * @param finding what it found
	 */
	record Rejected<T>(Finding finding) implements Reply<T> {

	}

	/**
	 * WeChat gave no answer, or one that says nothing about the call.
	 *
	 * @param <T> what it would have answered
	 * @param cause why, as the value of a meter's tag
	 * @param retryAfter when another call makes sense
	 */
	record Unavailable<T>(String cause, Duration retryAfter) implements Reply<T> {

	}

	/**
	 * WeChat refused this provider, or answered what is not known to be a success.
	 *
	 * @param <T> what it would have answered
	 * @param cause why, as the value of a meter's tag
	 */
	record Refused<T>(String cause) implements Reply<T> {

	}

	/**
	 * What WeChat may find about what is handed in.
	 */
	enum Finding {

		/** The code is unknown, expired, used, or not of this person. */
		INVALID_CODE,

		/** The user is held to be risky. */
		BLOCKED,

		/** The access token is unknown, expired or replaced. */
		INVALID_TOKEN,

		/** The session_key is not the one that WeChat shares with the server now. */
		STALE_KEY

	}

}

package io.wegrant.server.wechat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.Unionid;

/**
 * What became of a login code at WeChat.
 */
sealed interface Exchange {

	/**
	 * WeChat named the person.
	 *
	 * @param openid the person's id in the mini-program
	 * @param unionid the person's id within the Open Platform account, if there is one
	 * @param sessionKey the key shared with WeChat, if there is one
	 * @param askedAt when WeChat was asked
	 */
	record Established(Openid openid, Optional<Unionid> unionid, Optional<String> sessionKey,
			Instant askedAt) implements Exchange {

		@Override
		public String toString() {
			return "Established[redacted]";
		}

	}

	/**
	 * WeChat does not take the code: unknown, expired, used, or of another mini-program.
	 */
	record InvalidCode() implements Exchange {

	}

	/**
	 * WeChat holds the user to be risky.
	 */
	record Blocked() implements Exchange {

	}

	/**
	 * WeChat gave no answer that says anything about the code.
	 *
	 * @param retryAfter when another login makes sense
	 */
	record Unavailable(Duration retryAfter) implements Exchange {

	}

	/**
	 * WeChat refused this provider, or answered what is not known to be a success.
	 */
	record Refused() implements Exchange {

	}

}

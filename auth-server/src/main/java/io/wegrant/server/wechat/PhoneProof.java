package io.wegrant.server.wechat;

import java.time.Duration;
import java.util.Optional;

import io.wegrant.server.staff.PhoneNumber;

/**
 * What a phone code proves.
 */
public sealed interface PhoneProof {

	/**
	 * Returns what clients are told.
	 * @return a word in the style of the error codes of RFC 6749
	 */
	String code();

	/**
	 * Returns the number that the person holds.
	 * @return the number, if the code proved one
	 */
	default Optional<PhoneNumber> number() {
		return Optional.empty();
	}

	/**
	 * The person holds a number.
	 *
	 * @param phone the number
	 */
	record Held(PhoneNumber phone) implements PhoneProof {

		@Override
		public Optional<PhoneNumber> number() {
			return Optional.of(this.phone);
		}

		@Override
		public String code() {
			return "bound";
		}

	}

	/**
	 * Nothing: the code is unknown, expired, used, another person's or another
	 * mini-program's.
	 */
	record InvalidCode() implements PhoneProof {

		@Override
		public String code() {
			return "invalid_code";
		}

	}

	/**
	 * Nothing is known yet: WeChat cannot be asked.
	 *
	 * @param retryAfter when another try makes sense, with a new code
	 */
	record Unavailable(Duration retryAfter) implements PhoneProof {

		@Override
		public String code() {
			return "temporarily_unavailable";
		}

	}

	/**
	 * Nothing, because of a fault on this side that the log describes.
	 */
	record Refused() implements PhoneProof {

		@Override
		public String code() {
			return "server_error";
		}

	}

}

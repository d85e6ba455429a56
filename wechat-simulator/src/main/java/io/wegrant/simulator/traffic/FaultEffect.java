package io.wegrant.simulator.traffic;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with an answer.
 */
public sealed interface FaultEffect {

	/**
	 * Returns the word for the effect in the control API.
	 * @return the kind
	 */
	String kind();

	/**
	 * An effect that spoils the answer to a call that was processed.
	 */
	sealed interface Spoiling extends FaultEffect {

	}

	/**
	 * An effect that takes the place of an answer; the call is not processed.
	 */
	sealed interface Replacing extends FaultEffect {

	}

	/**
	 * A refusal by WeChat.
	 *
	 * @param errcode the code
	 * @param errmsg the text, or {@code null} for the one that belongs to the code
	 */
	record Errcode(int errcode, @Nullable String errmsg) implements Replacing {

		@Override
		public String kind() {
			return "errcode";
		}

	}

	/**
	 * A web page with status 200.
	 */
	record Html() implements Replacing {

		@Override
		public String kind() {
			return "html";
		}

	}

	/**
	 * An empty body with status 200.
	 */
	record Empty() implements Replacing {

		@Override
		public String kind() {
			return "empty";
		}

	}

	/**
	 * A status with an empty body.
	 *
	 * @param status the HTTP status
	 */
	record Status(int status) implements Replacing {

		@Override
		public String kind() {
			return "status";
		}

	}

	/**
	 * Random bytes with the usual content type.
	 */
	record Garbage() implements Replacing {

		@Override
		public String kind() {
			return "garbage";
		}

	}

	/**
	 * A chosen body with status 200.
	 *
	 * @param contentType the content type
	 * @param body the body
	 */
	record Body(String contentType, String body) implements Replacing {

		@Override
		public String kind() {
			return "body";
		}

	}

	/**
	 * A late answer.
	 *
	 * @param delay how late
	 */
	record Delay(Duration delay) implements Spoiling {

		@Override
		public String kind() {
			return "delay";
		}

	}

	/**
	 * A connection that breaks before the answer.
	 */
	record Reset() implements Spoiling {

		@Override
		public String kind() {
			return "reset";
		}

	}

	/**
	 * A connection that breaks in the middle of the answer.
	 */
	record Truncate() implements Spoiling {

		@Override
		public String kind() {
			return "truncate";
		}

	}

	/**
	 * An answer with another content type.
	 *
	 * @param contentType the content type
	 */
	record ContentType(String contentType) implements Spoiling {

		@Override
		public String kind() {
			return "content-type";
		}

	}

}

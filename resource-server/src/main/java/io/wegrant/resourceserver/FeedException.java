package io.wegrant.resourceserver;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Says that the provider gave no answer about revocations, or one that is not believed.
 */
final class FeedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final FeedResult result;

	private final Duration retryAfter;

	FeedException(FeedResult result, @Nullable String message) {
		this(result, message, null, Duration.ZERO);
	}

	FeedException(FeedResult result, @Nullable String message, @Nullable Throwable cause, Duration retryAfter) {
		super(message, cause);
		this.result = result;
		this.retryAfter = retryAfter;
	}

	FeedResult result() {
		return this.result;
	}

	/**
	 * Answers how long the provider asks to be left alone.
	 * @return the time, zero when it does not say
	 */
	Duration retryAfter() {
		return this.retryAfter;
	}

}

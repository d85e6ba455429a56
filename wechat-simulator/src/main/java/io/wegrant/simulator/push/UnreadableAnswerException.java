package io.wegrant.simulator.push;

/**
 * Thrown when the receiver of a push gave an encrypted answer that cannot be taken.
 */
public final class UnreadableAnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnreadableAnswerException(String message) {
		super(message);
	}

}

package io.wegrant.resourceserver;

import org.jspecify.annotations.Nullable;

/**
 * Ends the check of a token that is not accepted, and says by which rule. It has no stack
 * trace: whoever sends rubbish shall not cause one a request.
 */
final class NotAcceptedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final TokenResult result;

	NotAcceptedException(TokenResult result, String message) {
		this(result, message, null);
	}

	NotAcceptedException(TokenResult result, String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
		this.result = result;
	}

	TokenResult result() {
		return this.result;
	}

	/**
	 * Says what is wrong, with what the libraries below said of it.
	 * @return the text for the log
	 */
	String detail() {
		Throwable cause = getCause();
		return (cause != null) ? getMessage() + ": " + cause.getMessage() : String.valueOf(getMessage());
	}

}

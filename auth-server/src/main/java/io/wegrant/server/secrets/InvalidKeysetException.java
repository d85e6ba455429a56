package io.wegrant.server.secrets;

import org.jspecify.annotations.Nullable;

/**
 * The master keyset is missing, unreadable or not the one that the database was written
 * with. It stops the start.
 */
public final class InvalidKeysetException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is wrong, without any part of the keyset
	 * @param cause what was thrown while reading, if anything was
	 */
	public InvalidKeysetException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

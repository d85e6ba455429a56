package io.wegrant.server.profiles.pictures;

import java.io.Serial;

/**
 * Something is not a picture that may be shown.
 */
public final class UnacceptablePictureException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	UnacceptablePictureException(String message) {
		super(message);
	}

}

package io.wegrant.server;

import java.io.Serial;
import java.util.List;

/**
 * Settings without a safe default are missing.
 */
final class MissingPropertiesException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	MissingPropertiesException(List<String> properties) {
		super("Required settings are missing: " + String.join(", ", properties));
	}

}

package io.wegrant.server.schema;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * The schema of the database is not one that the provider can work with. It stops the
 * start.
 */
final class UnusableSchemaException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	UnusableSchemaException(String problem, @Nullable Throwable cause, String action) {
		super(problem, cause);
		this.action = action;
	}

	/**
	 * Returns what helps.
	 * @return what the operator can do
	 */
	String action() {
		return this.action;
	}

}

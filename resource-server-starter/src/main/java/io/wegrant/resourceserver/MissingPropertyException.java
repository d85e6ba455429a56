package io.wegrant.resourceserver;

/**
 * Says that a service starts without a property that its tokens cannot be checked
 * without.
 */
final class MissingPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String example;

	MissingPropertyException(String property, String example, String reason) {
		super("The property '" + property + "' is not set. " + reason);
		this.property = property;
		this.example = example;
	}

	String property() {
		return this.property;
	}

	String example() {
		return this.example;
	}

}

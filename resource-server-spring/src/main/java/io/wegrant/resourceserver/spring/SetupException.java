package io.wegrant.resourceserver.spring;

/**
 * Says that a service starts in a way in which its tokens could not be checked, and what
 * to do about it.
 */
public final class SetupException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	/**
	 * Creates an exception.
	 * @param problem what is wrong
	 * @param remedy what to do
	 */
	public SetupException(String problem, String remedy) {
		super(problem);
		this.remedy = remedy;
	}

	static SetupException missingProperty(String property, String example, String reason) {
		return new SetupException("The property '" + property + "' is not set. " + reason,
				"Set it, for example: " + property + "=" + example);
	}

	String remedy() {
		return this.remedy;
	}

}

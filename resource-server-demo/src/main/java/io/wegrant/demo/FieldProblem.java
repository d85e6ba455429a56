package io.wegrant.demo;

import java.io.Serial;

/**
 * A member of a request that breaks a rule which only the code can check.
 */
public final class FieldProblem extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String field;

	/**
	 * Creates the exception.
	 * @param field the member at fault
	 * @param rule what it must be, without what was sent
	 */
	public FieldProblem(String field, String rule) {
		super(rule);
		this.field = field;
	}

	String field() {
		return this.field;
	}

}

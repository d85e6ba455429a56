package io.wegrant.simulator.payment;

/**
 * Thrown when coins or money cannot be moved.
 */
public final class MovementRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	MovementRefusedException(Reason reason) {
		super(reason.name(), null, false, false);
		this.reason = reason;
	}

	/**
	 * Returns why.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why it cannot be.
	 */
	public enum Reason {

		/**
		 * It was done for the same number before.
		 */
		REPEATED,

		/**
		 * There are not as many coins.
		 */
		TOO_FEW,

		/**
		 * What is left of the order is not what the caller believes.
		 */
		OTHER_REST

	}

}

package io.wegrant.simulator.credentials;

/**
 * Thrown when the stable token of a mini-program was replaced by force too often in one
 * day.
 */
public final class RefreshQuotaExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	RefreshQuotaExceededException() {
		super("The forced refreshes of the day are used up");
	}

}

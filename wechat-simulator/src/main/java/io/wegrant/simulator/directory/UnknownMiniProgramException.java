package io.wegrant.simulator.directory;

/**
 * Thrown when a caller of the control API names a mini-program that is not registered.
 */
public final class UnknownMiniProgramException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnknownMiniProgramException(String appid) {
		super("No mini-program has the appid '" + appid + "'");
	}

}

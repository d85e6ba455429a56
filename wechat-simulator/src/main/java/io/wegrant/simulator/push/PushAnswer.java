package io.wegrant.simulator.push;

/**
 * What the receiver of a push answered.
 *
 * @param status the HTTP status
 * @param body the body, or what an encrypted one held
 * @param encrypted whether the body was encrypted
 */
public record PushAnswer(int status, String body, boolean encrypted) {

	/**
	 * Creates an answer in clear.
	 * @param status the HTTP status
	 * @param body the body
	 */
	public PushAnswer(int status, String body) {
		this(status, body, false);
	}

}

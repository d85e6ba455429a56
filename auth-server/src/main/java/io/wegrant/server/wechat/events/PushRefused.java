package io.wegrant.server.wechat.events;

import java.io.Serial;

import org.springframework.http.HttpStatus;

/**
 * A push is not taken. Why it is not is for the meter alone: what is wrong behind a right
 * signature looks from outside like a wrong one, unless it is in clear.
 */
final class PushRefused extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final HttpStatus status;

	private final String outcome;

	private PushRefused(HttpStatus status, String outcome) {
		super("The push is not taken: " + outcome);
		this.status = status;
		this.outcome = outcome;
	}

	static PushRefused forged() {
		return new PushRefused(HttpStatus.FORBIDDEN, "forged");
	}

	static PushRefused replayed() {
		return new PushRefused(HttpStatus.FORBIDDEN, "replayed");
	}

	static PushRefused undecipherable() {
		return new PushRefused(HttpStatus.FORBIDDEN, "undecipherable");
	}

	static PushRefused malformed() {
		return new PushRefused(HttpStatus.BAD_REQUEST, "malformed");
	}

	static PushRefused tooLong() {
		return new PushRefused(HttpStatus.CONTENT_TOO_LARGE, "malformed");
	}

	HttpStatus status() {
		return this.status;
	}

	/**
	 * Returns what became of the push, as the value of a meter's tag.
	 * @return the outcome
	 */
	String outcome() {
		return this.outcome;
	}

}

package io.wegrant.server.selfservice;

import java.io.Serial;
import java.time.Duration;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request to bind a phone number that is refused, with the problem (RFC 9457) that it
 * answers.
 */
final class PhoneProblem extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	private PhoneProblem(HttpStatus status, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	static PhoneProblem badCode() {
		return new PhoneProblem(HttpStatus.BAD_REQUEST, "code is 1 to 128 of A-Z, a-z, 0-9, -, ., _ and ~");
	}

	static PhoneProblem invalidCode() {
		return new PhoneProblem(HttpStatus.BAD_REQUEST,
				"WeChat does not accept the code, let the user press the button again");
	}

	static PhoneProblem sessionEnded() {
		return new PhoneProblem(HttpStatus.CONFLICT, "the session has just ended");
	}

	static PhoneProblem refused() {
		return new PhoneProblem(HttpStatus.INTERNAL_SERVER_ERROR, "the number cannot be had from WeChat");
	}

	static PhoneProblem unavailable(Duration retryAfter) {
		return new PhoneProblem(HttpStatus.SERVICE_UNAVAILABLE, "WeChat cannot be asked now").after(retryAfter);
	}

	static PhoneProblem tooMany(Duration retryAfter) {
		return new PhoneProblem(HttpStatus.TOO_MANY_REQUESTS, "too many requests").after(retryAfter);
	}

	private PhoneProblem after(Duration retryAfter) {
		getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
		return this;
	}

}

package io.wegrant.server.selfservice;

import java.io.Serial;
import java.time.Duration;
import java.util.List;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request that the account API refuses, with the problem (RFC 9457) that it answers.
 */
final class AccountProblem extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	private AccountProblem(HttpStatus status, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	static AccountProblem notActive() {
		return new AccountProblem(HttpStatus.CONFLICT, "the account has just been closed or locked");
	}

	static AccountProblem noSuchSession() {
		return new AccountProblem(HttpStatus.NOT_FOUND, "there is no such session of yours, or no more");
	}

	static AccountProblem noSuchPicture() {
		return new AccountProblem(HttpStatus.NOT_FOUND, "there is no such picture, or no more");
	}

	static AccountProblem badPage() {
		return new AccountProblem(HttpStatus.BAD_REQUEST, "page is not negative, and size is from 1 to 100");
	}

	static AccountProblem badProfile(List<FieldError> errors) {
		AccountProblem problem = new AccountProblem(HttpStatus.BAD_REQUEST, "the profile has errors");
		problem.getBody().setProperty("errors", errors);
		return problem;
	}

	static AccountProblem notJson() {
		return new AccountProblem(HttpStatus.BAD_REQUEST, "the body is not a JSON object");
	}

	static AccountProblem tooLarge(int limit) {
		return new AccountProblem(HttpStatus.CONTENT_TOO_LARGE, "the body has more than " + limit + " bytes");
	}

	static AccountProblem noPicture(String detail) {
		return new AccountProblem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, detail);
	}

	static AccountProblem badCode() {
		return new AccountProblem(HttpStatus.BAD_REQUEST, "code is 1 to 128 of A-Z, a-z, 0-9, -, ., _ and ~");
	}

	static AccountProblem invalidCode() {
		return new AccountProblem(HttpStatus.BAD_REQUEST,
				"WeChat does not accept the code, let the user press the button again");
	}

	static AccountProblem sessionEnded() {
		return new AccountProblem(HttpStatus.CONFLICT, "the session has just ended");
	}

	static AccountProblem refused() {
		return new AccountProblem(HttpStatus.INTERNAL_SERVER_ERROR, "the number cannot be had from WeChat");
	}

	static AccountProblem unavailable(Duration retryAfter) {
		return new AccountProblem(HttpStatus.SERVICE_UNAVAILABLE, "WeChat cannot be asked now").after(retryAfter);
	}

	static AccountProblem tooMany(Duration retryAfter) {
		return new AccountProblem(HttpStatus.TOO_MANY_REQUESTS, "too many requests").after(retryAfter);
	}

	private AccountProblem after(Duration retryAfter) {
		getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
		return this;
	}

	/**
	 * What is wrong with a member of the body.
	 *
	 * @param field the member, as a path
	 * @param message what it should be; never what was sent
	 */
	record FieldError(String field, String message) {

	}

}

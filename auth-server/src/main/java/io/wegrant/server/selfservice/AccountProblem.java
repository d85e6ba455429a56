package io.wegrant.server.selfservice;

import java.io.Serial;
import java.util.List;

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

	/**
	 * What is wrong with a member of the body.
	 *
	 * @param field the member, as a path
	 * @param message what it should be; never what was sent
	 */
	record FieldError(String field, String message) {

	}

}

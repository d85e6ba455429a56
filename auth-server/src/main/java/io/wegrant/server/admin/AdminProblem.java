package io.wegrant.server.admin;

import java.io.Serial;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.admin.StaffFile.BadLine;

/**
 * A request that the admin API refuses, with the problem (RFC 9457) that it answers.
 */
public final class AdminProblem extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** What is wrong with roles. */
	public static final String ROLES = "roles are at most " + Roles.MAX
			+ " names of 1 to 32 of A-Z, 0-9 and _ that begin with a letter, and not USER";

	private AdminProblem(HttpStatus status, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
	}

	/**
	 * Refuses a user that is not there.
	 * @return the problem, 404
	 */
	public static AdminProblem noSuchUser() {
		return new AdminProblem(HttpStatus.NOT_FOUND, "there is no such user");
	}

	/**
	 * Refuses a session that is not there, or no more.
	 * @return the problem, 404
	 */
	public static AdminProblem noSuchSession() {
		return new AdminProblem(HttpStatus.NOT_FOUND, "there is no such session, or no more");
	}

	/**
	 * Refuses a client that is not there.
	 * @return the problem, 404
	 */
	public static AdminProblem noSuchClient() {
		return new AdminProblem(HttpStatus.NOT_FOUND, "there is no such client");
	}

	static AdminProblem noSuchKey() {
		return new AdminProblem(HttpStatus.NOT_FOUND, "there is no such key, or no more");
	}

	static AdminProblem noSuchAlgorithm() {
		return new AdminProblem(HttpStatus.BAD_REQUEST, "algorithm is one that some client's tokens are signed with");
	}

	static AdminProblem accountClosed() {
		return new AdminProblem(HttpStatus.CONFLICT, "the user has closed the account");
	}

	static AdminProblem sameUser() {
		return new AdminProblem(HttpStatus.BAD_REQUEST, "a user is merged into another one");
	}

	static AdminProblem notActive() {
		return new AdminProblem(HttpStatus.CONFLICT, "only active users are merged");
	}

	/**
	 * Refuses an entry of the staff directory that is not there.
	 * @return the problem, 404
	 */
	public static AdminProblem noSuchStaff() {
		return new AdminProblem(HttpStatus.NOT_FOUND, "there is no such entry in the staff directory");
	}

	/**
	 * Refuses what is no phone number.
	 * @return the problem, 400
	 */
	public static AdminProblem badPhone() {
		return new AdminProblem(HttpStatus.BAD_REQUEST, "phone is a phone number with plus sign and country code");
	}

	/**
	 * Refuses roles that cannot be given.
	 * @return the problem, 400
	 */
	public static AdminProblem badRoles() {
		return new AdminProblem(HttpStatus.BAD_REQUEST, ROLES);
	}

	static AdminProblem badFile(String detail) {
		return new AdminProblem(HttpStatus.BAD_REQUEST, detail);
	}

	static AdminProblem badLines(List<BadLine> lines, int count) {
		AdminProblem problem = new AdminProblem(HttpStatus.BAD_REQUEST, "lines that cannot be read: " + count);
		problem.getBody().setProperty("lines", lines);
		return problem;
	}

	/**
	 * Refuses a page or size that cannot be.
	 * @return the problem, 400
	 */
	public static AdminProblem badPage() {
		return new AdminProblem(HttpStatus.BAD_REQUEST, "page is not negative, and size is from 1 to 100");
	}

	static AdminProblem badReason() {
		return new AdminProblem(HttpStatus.BAD_REQUEST,
				"reason has 1 to 200 characters, none of them a control character");
	}

	/**
	 * Refuses a selection of sessions by none or several things.
	 * @return the problem, 400
	 */
	public static AdminProblem ambiguousSelection() {
		return new AdminProblem(HttpStatus.BAD_REQUEST,
				"the sessions are selected by user, by appid with openid, or by client, and by one of these only");
	}

}

package io.wegrant.server.wechat.services;

import java.io.Serial;
import java.time.Duration;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * What a service asked for and does not get, with the problem (RFC 9457) that it is
 * answered. Its member {@code code} is for programs.
 */
final class ServicesProblem extends ErrorResponseException {

	@Serial
	private static final long serialVersionUID = 1L;

	private ServicesProblem(HttpStatus status, String code, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
		getBody().setProperty("code", code);
	}

	static ServicesProblem notServed() {
		return new ServicesProblem(HttpStatus.NOT_FOUND, "not_served",
				"wechat.apps of the client's registration has no such mini-program");
	}

	static ServicesProblem jobNotGranted(String job) {
		return new ServicesProblem(HttpStatus.FORBIDDEN, "job_not_granted",
				"wechat.jobs of the client's registration does not have " + job);
	}

	static ServicesProblem pathNotGranted() {
		return new ServicesProblem(HttpStatus.FORBIDDEN, "path_not_granted",
				"wechat.api of the client's registration does not open the path");
	}

	static ServicesProblem nothingSold() {
		return new ServicesProblem(HttpStatus.NOT_FOUND, "nothing_sold",
				"the registration of the mini-program has no payment, or no key for this env");
	}

	static ServicesProblem noLiveSession() {
		return new ServicesProblem(HttpStatus.NOT_FOUND, "no_live_session",
				"sub is no user who is logged in to the mini-program");
	}

	static ServicesProblem noSuchUser() {
		return new ServicesProblem(HttpStatus.NOT_FOUND, "no_such_user", "sub is no active user of the mini-program");
	}

	static ServicesProblem sessionKeyStale() {
		return new ServicesProblem(HttpStatus.CONFLICT, "session_key_stale",
				"WeChat does not take the session_key any more: let the mini-program log in again");
	}

	static ServicesProblem badRequest(String detail) {
		return new ServicesProblem(HttpStatus.BAD_REQUEST, "bad_request", detail);
	}

	static ServicesProblem foreignOffer() {
		return new ServicesProblem(HttpStatus.BAD_REQUEST, "foreign_offer",
				"the offer id is none of the mini-program's registration");
	}

	static ServicesProblem foreignOpenid() {
		return new ServicesProblem(HttpStatus.BAD_REQUEST, "foreign_openid", "openid is not that of sub");
	}

	static ServicesProblem tooLarge(int limit) {
		return new ServicesProblem(HttpStatus.CONTENT_TOO_LARGE, "too_large",
				"the body has more than " + limit + " bytes");
	}

	static ServicesProblem undecipherable() {
		return new ServicesProblem(HttpStatus.BAD_REQUEST, "undecipherable",
				"encrypted_data and iv were not made with the user's session_key");
	}

	static ServicesProblem foreignData(String detail) {
		return new ServicesProblem(HttpStatus.BAD_REQUEST, "foreign_data", detail);
	}

	static ServicesProblem phoneNumber() {
		return new ServicesProblem(HttpStatus.FORBIDDEN, "phone_number",
				"a phone number is bound by the mini-program, at /account/phone");
	}

	static ServicesProblem tooMany(Duration retryAfter) {
		return new ServicesProblem(HttpStatus.TOO_MANY_REQUESTS, "too_many_requests", "too many requests")
			.after(retryAfter);
	}

	static ServicesProblem unavailable(Duration retryAfter) {
		return new ServicesProblem(HttpStatus.SERVICE_UNAVAILABLE, "wechat_unavailable", "WeChat cannot be asked now")
			.after(retryAfter);
	}

	static ServicesProblem answerLost() {
		return new ServicesProblem(HttpStatus.GATEWAY_TIMEOUT, "wechat_answer_lost",
				"WeChat was asked and gave no whole answer in time: what was asked for may have been done");
	}

	static ServicesProblem answerTooLong() {
		return new ServicesProblem(HttpStatus.BAD_GATEWAY, "wechat_answer_too_long", "WeChat's answer is too long");
	}

	private ServicesProblem after(Duration retryAfter) {
		getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
		return this;
	}

}

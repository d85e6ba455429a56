package io.wegrant.server.wechat.services;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.wegrant.server.wechat.WechatUnavailableException;

/**
 * Answers a service whom WeChat gave no answer.
 */
@RestControllerAdvice(basePackageClasses = ServicesProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ServicesProblems {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onNoAnswer(WechatUnavailableException ex) {
		ServicesProblem problem = ex.isMaybeDone() ? ServicesProblem.answerLost()
				: ServicesProblem.unavailable(ex.retryAfter());
		return ResponseEntity.status(problem.getStatusCode()).headers(problem.getHeaders()).body(problem.getBody());
	}

}

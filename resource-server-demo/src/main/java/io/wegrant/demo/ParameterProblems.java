package io.wegrant.demo;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers requests with unusable parameters by problem details (RFC 9457) that name each
 * parameter and its rule, and never repeat its value.
 */
@RestControllerAdvice
final class ParameterProblems extends ResponseEntityExceptionHandler {

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException cause, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<Map<String, String>> errors = cause.getParameterValidationResults()
			.stream()
			.flatMap(ParameterProblems::describe)
			.toList();
		return handleExceptionInternal(cause, problem(errors), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException cause, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		String name = Objects.requireNonNullElse(cause.getPropertyName(), "parameter");
		return handleExceptionInternal(cause, problem(List.of(error(name, "must be a number in range"))), headers,
				status, request);
	}

	private static Stream<Map<String, String>> describe(ParameterValidationResult result) {
		String name = Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "parameter");
		return result.getResolvableErrors()
			.stream()
			.map((error) -> error(name, Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid")));
	}

	private static Map<String, String> error(String field, String rule) {
		return Map.of("field", field, "message", rule);
	}

	private static ProblemDetail problem(List<Map<String, String>> errors) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				errors.get(0).get("field") + " " + errors.get(0).get("message"));
		problem.setProperty("errors", errors);
		return problem;
	}

}

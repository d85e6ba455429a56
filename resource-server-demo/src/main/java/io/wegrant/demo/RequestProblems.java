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
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * Answers requests with unusable parameters or bodies by problem details (RFC 9457) that
 * name each parameter or member and its rule, and never repeat its value.
 */
@RestControllerAdvice
final class RequestProblems extends ResponseEntityExceptionHandler {

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException cause, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<Map<String, String>> errors = cause.getParameterValidationResults()
			.stream()
			.flatMap(RequestProblems::describe)
			.toList();
		return handleExceptionInternal(cause, problem(errors), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException cause,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		List<Map<String, String>> errors = cause.getFieldErrors()
			.stream()
			.map((each) -> error(each.getField(), Objects.requireNonNullElse(each.getDefaultMessage(), "is not valid")))
			.toList();
		return handleExceptionInternal(cause, problem(errors), headers, status, request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException cause,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		String field = (cause.getCause() instanceof MismatchedInputException mismatch) ? mismatch.getPath()
			.stream()
			.map(JacksonException.Reference::getPropertyName)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse("body") : "body";
		String rule = "body".equals(field) ? "must be a JSON object" : "is of the wrong type";
		return handleExceptionInternal(cause, problem(List.of(error(field, rule))), headers, status, request);
	}

	@ExceptionHandler
	ProblemDetail handleFieldProblem(FieldProblem cause) {
		return problem(List.of(error(cause.field(), Objects.requireNonNull(cause.getMessage()))));
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

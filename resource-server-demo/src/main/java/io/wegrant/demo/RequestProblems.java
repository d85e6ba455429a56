package io.wegrant.demo;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Answers requests that cannot be served by problem details (RFC 9457) that name each
 * parameter or member at fault and its rule, and never repeat its value.
 */
@RestControllerAdvice
final class RequestProblems extends ResponseEntityExceptionHandler {

	private static final Logger log = LoggerFactory.getLogger(RequestProblems.class);

	@ExceptionHandler(RuntimeException.class)
	ResponseEntity<ProblemDetail> onFault(RuntimeException cause) {
		// What the token does not permit is for the starter to answer, by RFC 6750.
		if (cause instanceof AccessDeniedException) {
			throw cause;
		}
		log.error("A request failed", cause);
		return ResponseEntity.of(ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR)).build();
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
			HandlerMethodValidationException cause, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return answer(cause, cause.getParameterValidationResults().stream().flatMap(RequestProblems::describe).toList(),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException cause,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return answer(cause,
				cause.getFieldErrors()
					.stream()
					.map((error) -> FieldProblemException.error(error.getField(), rule(error.getDefaultMessage())))
					.toList(),
				request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleTypeMismatch(TypeMismatchException cause, HttpHeaders headers,
			HttpStatusCode status, WebRequest request) {
		String name = Objects.requireNonNullElse(cause.getPropertyName(), "parameter");
		return answer(cause, List.of(FieldProblemException.error(name, rule(cause.getRequiredType()))), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException cause,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return answer(cause, List.of(describe(cause.getCause())), request);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception cause, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		// The details of the framework's own problems quote values, types and paths.
		boolean own = body instanceof ProblemDetail || cause instanceof ErrorResponseException;
		return super.handleExceptionInternal(cause, own ? body : ProblemDetail.forStatus(status), headers, status,
				request);
	}

	private @Nullable ResponseEntity<Object> answer(Exception cause, List<Map<String, String>> errors,
			WebRequest request) {
		return handleExceptionInternal(cause, FieldProblemException.problem(HttpStatus.BAD_REQUEST, errors),
				new HttpHeaders(), HttpStatus.BAD_REQUEST, request);
	}

	private static Stream<Map<String, String>> describe(ParameterValidationResult result) {
		String name = Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "parameter");
		return result.getResolvableErrors()
			.stream()
			.map((error) -> FieldProblemException.error(name, rule(error.getDefaultMessage())));
	}

	// Names members that the service knows, and no others: their names are input.
	private static Map<String, String> describe(@Nullable Throwable cause) {
		if (cause instanceof UnrecognizedPropertyException) {
			return FieldProblemException.error("body", "has a member that is not known here");
		}
		if (!(cause instanceof MismatchedInputException mismatch)) {
			return FieldProblemException.error("body", "must be JSON");
		}
		return mismatch.getPath()
			.stream()
			.map(JacksonException.Reference::getPropertyName)
			.filter(Objects::nonNull)
			.findFirst()
			.map((name) -> FieldProblemException.error(name, "is of the wrong type"))
			.orElseGet(() -> FieldProblemException.error("body", "must be a JSON object"));
	}

	private static String rule(@Nullable String message) {
		return Objects.requireNonNullElse(message, "is not valid");
	}

	private static String rule(@Nullable Class<?> type) {
		if (type != null && type.isEnum()) {
			return "must be one of " + Arrays.toString(type.getEnumConstants());
		}
		return (type == LocalDate.class) ? "must be a day like 2026-12-31" : "must be a number in range";
	}

}

package io.wegrant.server;

import java.util.Objects;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.util.StringUtils;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.exc.MismatchedInputException;

import io.wegrant.server.logs.RepeatedLines;
import io.wegrant.server.storage.DatabaseFault;

/**
 * Answers what goes wrong in a controller with a problem (RFC 9457). A problem names the
 * parameter or member at fault, and never repeats what was sent.
 */
@RestControllerAdvice
final class ProblemAnswers extends ResponseEntityExceptionHandler {

	private static final RepeatedLines crowds = new RepeatedLines(LoggerFactory.getLogger(ProblemAnswers.class));

	private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

	@ExceptionHandler({ DataAccessException.class, TransactionException.class })
	ResponseEntity<ProblemDetail> onDatabaseFault(RuntimeException ex, WebRequest request) {
		DatabaseFault fault = DatabaseFault.of(ex);
		fault.logAt(path(request), crowds);
		if (!fault.isPassing()) {
			return ResponseEntity.of(ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR)).build();
		}
		return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
			.header(HttpHeaders.RETRY_AFTER, Long.toString(DatabaseFault.RETRY_AFTER.toSeconds()))
			.body(ProblemDetail.forStatus(HttpStatus.SERVICE_UNAVAILABLE));
	}

	// Tomcat reads parameters when somebody asks for one.
	@ExceptionHandler(InvalidParameterException.class)
	ResponseEntity<ProblemDetail> onInvalidParameters(InvalidParameterException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(ex.getErrorCode()),
				"the parameters cannot be decoded, have empty names, or are too many");
		return ResponseEntity.of(problem).build();
	}

	@ExceptionHandler(RuntimeException.class)
	ResponseEntity<ProblemDetail> onFault(RuntimeException ex, WebRequest request) {
		log.error("A request to {} failed", path(request), ex);
		return ResponseEntity.of(ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR)).build();
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception ex, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		// The details of the framework's problems quote values, types and paths.
		boolean own = ex instanceof ErrorResponseException;
		return super.handleExceptionInternal(ex, own ? body : problem(ex, status), headers, status, request);
	}

	private static String path(WebRequest request) {
		return StringUtils.delete(request.getDescription(false), "uri=");
	}

	private static ProblemDetail problem(Exception ex, HttpStatusCode status) {
		ProblemDetail problem = ProblemDetail.forStatus(status);
		problem.setDetail(detail(ex));
		return problem;
	}

	private static @Nullable String detail(Exception ex) {
		if (ex instanceof MethodArgumentTypeMismatchException mismatch) {
			return mismatch.getName() + " cannot be read";
		}
		if (ex instanceof MissingServletRequestParameterException missing) {
			return missing.getParameterName() + " is required";
		}
		if (ex instanceof HttpMessageNotReadableException unreadable) {
			return (unreadable.getCause() instanceof MismatchedInputException mismatch) ? member(mismatch)
					: "the body is not JSON";
		}
		return null;
	}

	private static String member(MismatchedInputException mismatch) {
		return mismatch.getPath()
			.stream()
			.map((step) -> step.getPropertyName())
			.filter(Objects::nonNull)
			.findFirst()
			.map((name) -> name + " is of the wrong type")
			.orElse("the body is not a JSON object");
	}

}

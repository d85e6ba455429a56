package io.wegrant.demo;

import java.util.List;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request with a parameter or member that cannot be used. The answer names it and its
 * rule, and never repeats its value.
 */
public final class FieldProblemException extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the answer.
	 * @param status the HTTP status
	 * @param field the parameter or member
	 * @param rule what it must be, to be read after its name
	 */
	public FieldProblemException(HttpStatusCode status, String field, String rule) {
		super(status, problem(status, List.of(error(field, rule))), null);
	}

	/**
	 * Creates the answer to a bad request.
	 * @param field the parameter or member
	 * @param rule what it must be, to be read after its name
	 */
	public FieldProblemException(String field, String rule) {
		this(HttpStatus.BAD_REQUEST, field, rule);
	}

	static Map<String, String> error(String field, String rule) {
		return Map.of("field", field, "message", rule);
	}

	static ProblemDetail problem(HttpStatusCode status, List<Map<String, String>> errors) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status,
				errors.get(0).get("field") + " " + errors.get(0).get("message"));
		problem.setProperty("errors", errors);
		return problem;
	}

}

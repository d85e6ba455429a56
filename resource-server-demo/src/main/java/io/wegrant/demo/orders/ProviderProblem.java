package io.wegrant.demo.orders;

import java.util.Optional;
import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Why an order cannot be signed, as the mini-program is told. Its member {@code code} is
 * that of the provider.
 */
final class ProviderProblem extends ErrorResponseException {

	private static final long serialVersionUID = 1L;

	/** What helps is that the mini-program logs in anew, and then orders again. */
	private static final Set<String> LOG_IN_AGAIN = Set.of("session_key_stale", "no_live_session");

	private static final String RETRY_AFTER_SECONDS = "5";

	private ProviderProblem(HttpStatus status, String code, String detail) {
		super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
		getBody().setProperty("code", code);
	}

	/**
	 * Translates what has become of a request.
	 * @param cause what the provider said, or that it said nothing
	 * @return what to throw: for a mistake of the shop's own the cause itself, which is
	 * logged
	 */
	static RuntimeException of(RestClientException cause) {
		if (!(cause instanceof RestClientResponseException answer)) {
			return unavailable(RETRY_AFTER_SECONDS);
		}
		String code = code(answer);
		if (LOG_IN_AGAIN.contains(code)) {
			return new ProviderProblem(HttpStatus.CONFLICT, code, "The user has to log in again before the order.");
		}
		if (answer.getStatusCode().is5xxServerError() || answer.getStatusCode() == HttpStatus.TOO_MANY_REQUESTS) {
			return unavailable(Optional.ofNullable(answer.getResponseHeaders())
				.map((headers) -> headers.getFirst(HttpHeaders.RETRY_AFTER))
				.orElse(RETRY_AFTER_SECONDS));
		}
		return answer;
	}

	private static ProviderProblem unavailable(String retryAfter) {
		ProviderProblem problem = new ProviderProblem(HttpStatus.SERVICE_UNAVAILABLE, "temporarily_unavailable",
				"Orders cannot be signed at the moment.");
		problem.getHeaders().set(HttpHeaders.RETRY_AFTER, retryAfter);
		return problem;
	}

	private static String code(RestClientResponseException answer) {
		try {
			return JsonMapper.shared().readTree(answer.getResponseBodyAsByteArray()).path("code").asString("");
		}
		catch (JacksonException ex) {
			return "";
		}
	}

}

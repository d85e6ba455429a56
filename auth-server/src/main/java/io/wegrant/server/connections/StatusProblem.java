package io.wegrant.server.connections;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * A problem (RFC 9457) that says its status and no more, for filters, which nothing else
 * answers for.
 */
public final class StatusProblem {

	private StatusProblem() {
	}

	/**
	 * Answers with a problem.
	 * @param response the response
	 * @param status the status
	 * @throws IOException if nobody takes the answer
	 */
	public static void write(HttpServletResponse response, HttpStatus status) throws IOException {
		byte[] problem = String
			.format(Locale.ROOT, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d}", status.getReasonPhrase(),
					status.value())
			.getBytes(StandardCharsets.UTF_8);
		response.setStatus(status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(problem.length);
		response.getOutputStream().write(problem);
	}

}

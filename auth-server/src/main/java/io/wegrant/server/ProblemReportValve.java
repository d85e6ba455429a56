package io.wegrant.server;

import java.io.IOException;
import java.io.Writer;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers what Tomcat refuses by itself, such as a request line that is none, with a
 * problem (RFC 9457) instead of a page.
 */
public final class ProblemReportValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		try {
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			Writer body = response.getReporter();
			if (body != null) {
				body.write("{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value() + "}");
				response.finishResponse();
			}
		}
		catch (IOException ex) {
			this.container.getLogger().debug("The client did not take the answer to a bad request", ex);
		}
	}

}

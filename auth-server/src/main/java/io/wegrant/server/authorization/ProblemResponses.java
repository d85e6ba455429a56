package io.wegrant.server.authorization;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;

import io.wegrant.server.connections.StatusProblem;

/**
 * Answers requests that reach nothing with a problem (RFC 9457) that says its status and
 * no more. The framework would hand them to a page of errors, which is denied to
 * everybody.
 */
final class ProblemResponses implements AuthenticationEntryPoint, RequestRejectedHandler {

	/** For what is not there. */
	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		StatusProblem.write(response, HttpStatus.NOT_FOUND);
	}

	/** For names and headers that may not be. */
	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, RequestRejectedException exception)
			throws IOException {
		StatusProblem.write(response, HttpStatus.BAD_REQUEST);
	}

}

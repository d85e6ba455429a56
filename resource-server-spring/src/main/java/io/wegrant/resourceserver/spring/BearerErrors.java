package io.wegrant.resourceserver.spring;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Answers requests that are not let through: the challenge of RFC 6750 section 3 in the
 * header, problem details (RFC 9457) in the body, and in neither why a token was refused,
 * which only the log says, at debug level.
 */
final class BearerErrors implements AuthenticationEntryPoint, AccessDeniedHandler {

	private final Log logger = LogFactory.getLog(BearerErrors.class);

	private final BearerTokenAuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();

	private final Duration retryAfter;

	BearerErrors(Duration retryAfter) {
		this.retryAfter = retryAfter;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
			throws IOException {
		if (cause instanceof AuthenticationServiceException) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, this.retryAfter.toSeconds())));
			write(response, BearerProblem.unavailable());
			return;
		}
		if (cause instanceof OAuth2AuthenticationException refused) {
			this.logger.debug("Refused an access token", cause);
			refuse(request, response, BearerProblem.publicError(refused));
			return;
		}
		this.challenge.commence(request, response, cause);
		write(response, BearerProblem.noToken());
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
			throws IOException {
		refuse(request, response, BearerProblem.insufficientScope(cause));
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, BearerTokenError error)
			throws IOException {
		this.challenge.commence(request, response, new OAuth2AuthenticationException(error));
		write(response, BearerProblem.of(error));
	}

	private static void write(HttpServletResponse response, BearerProblem problem) throws IOException {
		byte[] body = problem.json();
		response.setStatus(problem.status().value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}

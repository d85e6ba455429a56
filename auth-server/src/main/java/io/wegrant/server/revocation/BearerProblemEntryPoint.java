package io.wegrant.server.revocation;

import java.io.IOException;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenError;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.storage.DatabaseFault;

/**
 * Answers who comes without a token, with one that is not good, or with one that does not
 * allow this: the header of RFC 6750 section 3, and a problem (RFC 9457) as the body.
 * Unlike the framework's, the header names no metadata of the resource, as none are
 * published.
 */
final class BearerProblemEntryPoint implements AuthenticationEntryPoint, AccessDeniedHandler {

	private final BearerTokenAccessDeniedHandler denied = new BearerTokenAccessDeniedHandler();

	private final JsonMapper json;

	BearerProblemEntryPoint(JsonMapper json) {
		this.json = json;
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		if (exception instanceof OAuth2AuthenticationException oauth2
				&& oauth2.getError() instanceof BearerTokenError error) {
			refuse(response, error, (exception instanceof OtherAudienceException other) ? other.detail()
					: "the access token is not valid here");
		}
		else {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
			write(response, HttpStatus.UNAUTHORIZED, "an access token is required");
		}
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
			throws IOException {
		this.denied.handle(request, response, exception);
		write(response, HttpStatus.FORBIDDEN, "the access token does not allow this");
	}

	private void refuse(HttpServletResponse response, BearerTokenError error, String detail) throws IOException {
		if (error.getHttpStatus() == HttpStatus.SERVICE_UNAVAILABLE) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(DatabaseFault.RETRY_AFTER.toSeconds()));
			write(response, HttpStatus.SERVICE_UNAVAILABLE, "the access token cannot be checked now");
			return;
		}
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
				String.format(Locale.ROOT, "Bearer error=\"%s\", error_description=\"%s\", error_uri=\"%s\"",
						error.getErrorCode(), error.getDescription(), error.getUri()));
		write(response, error.getHttpStatus(), detail);
	}

	private void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
		response.setStatus(status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.getOutputStream().write(this.json.writeValueAsBytes(ProblemDetail.forStatusAndDetail(status, detail)));
	}

}

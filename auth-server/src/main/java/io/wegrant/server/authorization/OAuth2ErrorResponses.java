package io.wegrant.server.authorization;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Writes the errors of the OAuth endpoints (RFC 6749 section 5.2): always JSON, never a
 * word of what was sent. A failed client authentication does not say what failed, so that
 * nobody learns which clients exist.
 */
final class OAuth2ErrorResponses implements AuthenticationFailureHandler, AuthenticationEntryPoint {

	private static final String BASIC = "Basic realm=\"WeGrant\", charset=\"UTF-8\"";

	private final OAuth2ErrorHttpMessageConverter converter = new OAuth2ErrorHttpMessageConverter();

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		SecurityContextHolder.clearContext();
		if (exception instanceof TokenRequestRefused refused) {
			write(request, response, refused.status(), refused.getError(), refused.retryAfter());
		}
		else if (exception instanceof OAuth2AuthenticationException oauth2) {
			write(request, response, oauth2.getError());
		}
		else {
			write(request, response, new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT));
		}
	}

	// A client that tried by the Authorization header is told so, however wrong the
	// header
	// was (RFC 6749 section 5.2).
	void onClientAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		if (exception instanceof TokenRequestRefused || !OneAuthenticationFilter.isBasic(request)) {
			onAuthenticationFailure(request, response, exception);
		}
		else {
			commence(request, response, exception);
		}
	}

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
			throws IOException {
		write(request, response, new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT));
	}

	private void write(HttpServletRequest request, HttpServletResponse response, OAuth2Error error) throws IOException {
		if (OAuth2ErrorCodes.INVALID_CLIENT.equals(error.getErrorCode())) {
			OAuth2Error uniform = new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, "client authentication failed",
					null);
			write(request, response, HttpStatus.UNAUTHORIZED, uniform, Optional.empty());
		}
		else if (OAuth2ErrorCodes.SERVER_ERROR.equals(error.getErrorCode())) {
			write(request, response, HttpStatus.INTERNAL_SERVER_ERROR, error, Optional.empty());
		}
		else {
			write(request, response, HttpStatus.BAD_REQUEST, error, Optional.empty());
		}
	}

	private void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, OAuth2Error error,
			Optional<Duration> retryAfter) throws IOException {
		request.setAttribute(OutcomeMeterFilter.ERROR, error.getErrorCode());
		ServletServerHttpResponse output = new ServletServerHttpResponse(response);
		output.setStatusCode(status);
		if (status == HttpStatus.UNAUTHORIZED) {
			output.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, BASIC);
		}
		retryAfter.ifPresent((wait) -> output.getHeaders().set(HttpHeaders.RETRY_AFTER, seconds(wait)));
		this.converter.write(error, MediaType.APPLICATION_JSON, output);
	}

	private static String seconds(Duration wait) {
		return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
	}

}

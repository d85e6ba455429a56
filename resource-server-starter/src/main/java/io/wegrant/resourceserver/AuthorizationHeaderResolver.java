package io.wegrant.resourceserver;

import java.util.Collections;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;

/**
 * Reads the access token from the {@code Authorization} header and from nowhere else.
 * <p>
 * A token in the query or in a form is as good as none, because addresses end up in logs;
 * together with the header, or in two headers, it makes the request an invalid one (RFC
 * 6750 sections 2 and 3.1).
 */
final class AuthorizationHeaderResolver implements BearerTokenResolver {

	private final BearerTokenResolver header = new DefaultBearerTokenResolver();

	@Override
	public @Nullable String resolve(HttpServletRequest request) {
		if (Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).size() > 1) {
			throw invalidRequest("The request has more than one Authorization header.");
		}
		String token = this.header.resolve(request);
		if (token != null && carriesParameter(request)) {
			throw invalidRequest("The request carries an access token in more than one way.");
		}
		return token;
	}

	private static boolean carriesParameter(HttpServletRequest request) {
		// A multipart body is not looked into: parsing it is too much work for a caller
		// who is not yet known.
		String type = request.getContentType();
		boolean multipart = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
		return !multipart && request.getParameter("access_token") != null;
	}

	private static OAuth2AuthenticationException invalidRequest(String description) {
		return new OAuth2AuthenticationException(BearerTokenErrors.invalidRequest(description));
	}

}

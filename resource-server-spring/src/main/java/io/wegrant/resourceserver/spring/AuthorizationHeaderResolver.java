package io.wegrant.resourceserver.spring;

import java.util.Enumeration;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Reads the access token from the {@code Authorization} header and from nowhere else.
 * <p>
 * A token in the query or in a form is as good as none, because addresses end up in logs;
 * together with the header, or in two headers, it makes the request an invalid one (RFC
 * 6750 sections 2 and 3.1).
 */
final class AuthorizationHeaderResolver implements BearerTokenResolver {

	@Override
	public @Nullable String resolve(HttpServletRequest request) {
		Enumeration<String> headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
		if (!headers.hasMoreElements()) {
			return null;
		}
		String token = AuthorizationHeader.token(headers.nextElement(), headers.hasMoreElements());
		if (token != null && carriesParameter(request)) {
			throw AuthorizationHeader.moreThanOneWay();
		}
		return token;
	}

	private static boolean carriesParameter(HttpServletRequest request) {
		// A multipart body is not looked into: parsing it is too much work for a caller
		// who is not yet known.
		String type = request.getContentType();
		boolean multipart = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
		return !multipart && hasParameter(request, "access_token");
	}

	private static boolean hasParameter(HttpServletRequest request, String name) {
		try {
			return request.getParameter(name) != null;
		}
		catch (IllegalStateException ex) {
			// As Servlet 6.1 has it where parameters are wrongly encoded or too many.
			throw AuthorizationHeader.invalidRequest("The parameters of the request cannot be read.");
		}
	}

}

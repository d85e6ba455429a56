package io.wegrant.resourceserver;

import java.util.Enumeration;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Reads the access token from the {@code Authorization} header and from nowhere else.
 * <p>
 * A token in the query or in a form is as good as none, because addresses end up in logs;
 * together with the header, or in two headers, it makes the request an invalid one (RFC
 * 6750 sections 2 and 3.1).
 * <p>
 * Spring's resolver matches each token with a regular expression, which costs as much as
 * all that a known token is otherwise asked, so the syntax is checked here.
 */
final class AuthorizationHeaderResolver implements BearerTokenResolver {

	private static final String SCHEME = "Bearer";

	private static final int TOKEN_START = SCHEME.length() + 1;

	@Override
	public @Nullable String resolve(HttpServletRequest request) {
		Enumeration<String> headers = request.getHeaders(HttpHeaders.AUTHORIZATION);
		if (!headers.hasMoreElements()) {
			return null;
		}
		String header = headers.nextElement();
		if (headers.hasMoreElements()) {
			throw invalidRequest("The request has more than one Authorization header.");
		}
		if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return null;
		}
		if (!isWellFormed(header)) {
			throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("The bearer token is malformed."));
		}
		if (carriesParameter(request)) {
			throw invalidRequest("The request carries an access token in more than one way.");
		}
		return header.substring(TOKEN_START);
	}

	// After the scheme a space and then b64token of RFC 6750 section 2.1.
	private static boolean isWellFormed(String header) {
		int end = header.length();
		while (end > TOKEN_START && header.charAt(end - 1) == '=') {
			end--;
		}
		if (end <= TOKEN_START || header.charAt(TOKEN_START - 1) != ' ') {
			return false;
		}
		for (int i = TOKEN_START; i < end; i++) {
			if (!isTokenCharacter(header.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isTokenCharacter(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || "-._~+/".indexOf(character) >= 0;
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
			throw invalidRequest("The parameters of the request cannot be read.");
		}
	}

	private static OAuth2AuthenticationException invalidRequest(String description) {
		return new OAuth2AuthenticationException(BearerTokenErrors.invalidRequest(description));
	}

}

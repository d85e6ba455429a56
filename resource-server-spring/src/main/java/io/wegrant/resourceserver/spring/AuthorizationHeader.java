package io.wegrant.resourceserver.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.BearerTokenErrors;

/**
 * The {@code Authorization} header as RFC 6750 section 2.1 has it.
 * <p>
 * Spring's resolvers match each token with a regular expression, which costs as much as
 * all that a known token is otherwise asked, so the syntax is checked here.
 */
public final class AuthorizationHeader {

	private static final String SCHEME = "Bearer";

	private AuthorizationHeader() {
	}

	/**
	 * Reads the token from the header.
	 * @param header the value of the first such header
	 * @param more whether there is another one
	 * @return the token, {@code null} if the header is of another scheme
	 * @throws OAuth2AuthenticationException if there is more than one header, or the
	 * token cannot be one
	 */
	public static @Nullable String token(String header, boolean more) {
		if (more) {
			throw invalidRequest("The request has more than one Authorization header.");
		}
		if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return null;
		}
		int start = start(header);
		if (!isWellFormed(header, start)) {
			throw new OAuth2AuthenticationException(BearerTokenErrors.invalidToken("The bearer token is malformed."));
		}
		return header.substring(start);
	}

	// There may be more than one space.
	private static int start(String header) {
		int start = SCHEME.length();
		while (start < header.length() && header.charAt(start) == ' ') {
			start++;
		}
		return start;
	}

	/**
	 * Says that there is a token in the header and one elsewhere.
	 * @return the refusal
	 */
	public static OAuth2AuthenticationException moreThanOneWay() {
		return invalidRequest("The request carries an access token in more than one way.");
	}

	static OAuth2AuthenticationException invalidRequest(String description) {
		return new OAuth2AuthenticationException(BearerTokenErrors.invalidRequest(description));
	}

	// After the scheme spaces and then b64token of RFC 6750 section 2.1.
	private static boolean isWellFormed(String header, int start) {
		int end = header.length();
		while (end > start && header.charAt(end - 1) == '=') {
			end--;
		}
		if (end <= start || start == SCHEME.length()) {
			return false;
		}
		for (int i = start; i < end; i++) {
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

}

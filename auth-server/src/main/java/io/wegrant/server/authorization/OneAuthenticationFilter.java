package io.wegrant.server.authorization;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The rule that a request authenticates its client in one way (RFC 6749 section 2.3): of
 * two, somebody else's might be the one that was forgotten. Beside either of them there
 * may be the {@code client_id}, of the same client.
 * <p>
 * An {@code Authorization} header is client authentication if its scheme is Basic. Any
 * other one is passed over: mini-programs add their access token to whatever they send.
 */
final class OneAuthenticationFilter extends OncePerRequestFilter {

	private static final String BASIC = "basic";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		check(request);
		chain.doFilter(request, response);
	}

	/**
	 * Tells whether the client authenticates by the {@code Authorization} header.
	 * @param request the request
	 * @return whether it does, or tries to
	 */
	static boolean isBasic(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		return header != null && header.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT).equals(BASIC);
	}

	private static void check(HttpServletRequest request) {
		List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
		if (headers.size() > 1) {
			throw TokenRequestRefused.invalidRequest("there is more than one Authorization header");
		}
		boolean assertion = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION) != null;
		boolean assertionType = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION_TYPE) != null;
		boolean secret = request.getParameter(OAuth2ParameterNames.CLIENT_SECRET) != null;
		if (Stream.of(isBasic(request), secret, assertion || assertionType).filter((each) -> each).count() > 1) {
			throw TokenRequestRefused.invalidRequest("there is more than one client authentication");
		}
		if (assertion != assertionType) {
			throw TokenRequestRefused.invalidRequest("client_assertion and client_assertion_type belong together");
		}
	}

}

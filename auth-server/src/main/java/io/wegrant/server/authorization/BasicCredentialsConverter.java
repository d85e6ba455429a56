package io.wegrant.server.authorization;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

import io.wegrant.server.authorization.BasicCredentials.Pair;
import io.wegrant.server.clients.ClientId;

/**
 * Reads the credentials of HTTP Basic. RFC 6749 section 2.3.1 has id and secret
 * form-encoded before they are joined. Many clients leave that out, curl and Python's
 * Requests among them, so both readings count.
 */
final class BasicCredentialsConverter implements AuthenticationConverter {

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		if (!OneAuthenticationFilter.isBasic(request)) {
			return null;
		}
		Pair sent = pair(request.getHeader(HttpHeaders.AUTHORIZATION).strip());
		String clientId = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
		List<Pair> readings = Stream.concat(decoded(sent).stream(), Stream.of(sent))
			.distinct()
			.filter((pair) -> clientId == null || clientId.equals(pair.clientId().value()))
			.toList();
		if (readings.isEmpty()) {
			throw TokenRequestRefused.invalidRequest("client_id is another client's than the Authorization header");
		}
		return new BasicCredentials(readings);
	}

	private static Pair pair(String header) {
		String[] parts = header.split("\\s+", 2);
		if (parts.length != 2) {
			throw malformed();
		}
		try {
			String credentials = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
			int colon = credentials.indexOf(':');
			if (colon < 1 || colon == credentials.length() - 1) {
				throw malformed();
			}
			return new Pair(new ClientId(credentials.substring(0, colon)), credentials.substring(colon + 1));
		}
		catch (IllegalArgumentException ex) {
			throw malformed();
		}
	}

	private static Optional<Pair> decoded(Pair sent) {
		try {
			return Optional.of(new Pair(new ClientId(decode(sent.clientId().value())), decode(sent.secret())));
		}
		catch (IllegalArgumentException ex) {
			// A percent sign that encodes nothing.
			return Optional.empty();
		}
	}

	private static String decode(String value) {
		return URLDecoder.decode(value, StandardCharsets.UTF_8);
	}

	private static OAuth2AuthenticationException malformed() {
		return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
	}

}

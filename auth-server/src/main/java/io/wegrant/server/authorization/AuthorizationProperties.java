package io.wegrant.server.authorization;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The identity of this provider.
 *
 * @param issuer the issuer identifier (RFC 8414 section 2): the public base URL of a host
 * alone, without path and trailing slash. It is the {@code iss} of every token;
 * {@code http} only on a loopback host
 */
@ConfigurationProperties("wegrant")
record AuthorizationProperties(URI issuer) {

	AuthorizationProperties {
		if (!isIssuer(issuer)) {
			throw new InvalidConfigurationPropertyValueException("wegrant.issuer", issuer,
					"An issuer is an https URL of a host alone, without path, query, fragment and trailing slash");
		}
	}

	private static boolean isIssuer(URI uri) {
		boolean isSecure = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(uri));
		return isSecure && uri.getHost() != null && uri.getRawPath().isEmpty() && uri.getRawQuery() == null
				&& uri.getRawFragment() == null;
	}

	private static boolean isLoopback(URI uri) {
		return "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost());
	}

}

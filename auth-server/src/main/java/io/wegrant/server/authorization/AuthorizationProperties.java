package io.wegrant.server.authorization;

import java.net.URI;

import org.springframework.boot.context.properties.ConfigurationProperties;

import io.wegrant.server.settings.SettingsCheck;

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
		SettingsCheck check = SettingsCheck.of("wegrant");
		check.required("issuer", issuer, "the public base URL, the iss of every token");
		check.that("issuer", issuer == null || isIssuer(issuer),
				"must be an https URL of a host alone, without user, path, query, fragment and trailing slash;"
						+ " http only on a loopback host");
		check.end();
	}

	/**
	 * Tells whether nobody but this machine reaches the provider.
	 * @return whether the host is a loopback host
	 */
	boolean isLocal() {
		return isLoopback(this.issuer);
	}

	private static boolean isIssuer(URI uri) {
		boolean isSecure = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(uri));
		String port = (uri.getPort() != -1) ? ":" + uri.getPort() : "";
		return isSecure && SettingsCheck.hasAddress(uri)
				&& uri.toString().equals(uri.getScheme() + "://" + uri.getHost() + port);
	}

	private static boolean isLoopback(URI uri) {
		return "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost());
	}

}

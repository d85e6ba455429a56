package io.wegrant.resourceserver;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * The identifier of the provider whose tokens are accepted (RFC 8414 section 2).
 *
 * @param value an absolute http or https URL without query and fragment, compared
 * character by character
 */
record Issuer(String value) {

	private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";

	private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");

	Issuer {
		URI uri = URI.create(value);
		if (!isHttp(uri) || uri.getHost() == null) {
			throw new IllegalArgumentException("an issuer is an absolute http or https URL");
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw new IllegalArgumentException("an issuer has neither query nor fragment");
		}
	}

	/**
	 * Answers where the provider describes itself: the well-known path stands between the
	 * host and the path of the issuer (RFC 8414 section 3.1).
	 */
	URI metadataLocation() {
		URI uri = URI.create(this.value);
		String path = TRAILING_SLASHES.matcher(uri.getRawPath()).replaceFirst("");
		return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + WELL_KNOWN + path);
	}

	/**
	 * Says whether keys or revocations may come from there: an issuer that is reached by
	 * TLS does not hand them out without.
	 */
	boolean mayPublishAt(URI location) {
		return isHttp(location) && location.getHost() != null && location.getRawFragment() == null
				&& (!isHttps(URI.create(this.value)) || isHttps(location));
	}

	private static boolean isHttp(URI uri) {
		return "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
	}

	private static boolean isHttps(URI uri) {
		return "https".equalsIgnoreCase(uri.getScheme());
	}

}

package io.wegrant.resourceserver;

import java.net.URI;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The identifier of the provider whose tokens are accepted (RFC 8414 section 2).
 *
 * @param value an absolute http or https URL without query and fragment, compared
 * character by character
 */
record Issuer(String value) {

	private static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";

	Issuer {
		URI uri = URI.create(value);
		Assert.isTrue(isHttp(uri) && StringUtils.hasText(uri.getHost()), "an issuer is an absolute http or https URL");
		Assert.isTrue(uri.getRawQuery() == null && uri.getRawFragment() == null,
				"an issuer has neither query nor fragment");
	}

	/**
	 * Answers where the provider describes itself: the well-known path stands between the
	 * host and the path of the issuer (RFC 8414 section 3.1).
	 */
	URI metadataLocation() {
		URI uri = URI.create(this.value);
		String path = StringUtils.trimTrailingCharacter(uri.getRawPath(), '/');
		return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + WELL_KNOWN + path);
	}

	/**
	 * Says whether keys or revocations may come from there: an issuer that is reached by
	 * TLS does not hand them out without.
	 */
	boolean mayPublishAt(URI location) {
		return isHttp(location) && location.getHost() != null
				&& (!isHttps(URI.create(this.value)) || isHttps(location));
	}

	private static boolean isHttp(URI uri) {
		return "http".equalsIgnoreCase(uri.getScheme()) || isHttps(uri);
	}

	private static boolean isHttps(URI uri) {
		return "https".equalsIgnoreCase(uri.getScheme());
	}

}

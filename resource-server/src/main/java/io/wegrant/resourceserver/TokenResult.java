package io.wegrant.resourceserver;

import java.util.Locale;

/**
 * What became of a token that a request has brought.
 */
public enum TokenResult {

	/** It is good. */
	ACCEPTED,

	/** It is too long or no signed JWT. */
	MALFORMED,

	/** It is no access token. */
	TYPE,

	/** It names no key of the provider, or one that is not for its algorithm. */
	KEY,

	/** It was not signed with the key that it names. */
	SIGNATURE,

	/** It lacks a claim that RFC 9068 requires. */
	INCOMPLETE,

	/** It was issued by somebody else. */
	ISSUER,

	/** It is meant for other services. */
	AUDIENCE,

	/** It has expired. */
	EXPIRED,

	/** It is from the future. */
	NOT_YET_VALID,

	/** It is bound to a key of the client's (RFC 7800), and was sent as a bearer's. */
	BINDING,

	/** It has been revoked. */
	REVOKED,

	/** A rule of the service's own refuses it. */
	SERVICE,

	/** It is good as far as is known, but the revocations that are known are too old. */
	STALE,

	/** It could not be checked because no key of the provider is known. */
	UNAVAILABLE;

	/**
	 * Returns its name as meters have it.
	 * @return the name in lower case, with hyphens
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

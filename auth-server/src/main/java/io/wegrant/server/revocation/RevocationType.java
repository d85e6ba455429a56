package io.wegrant.server.revocation;

import java.util.Locale;

/**
 * What a revocation names. The constants are the claims of an access token, and the
 * {@code kid} of its header.
 */
enum RevocationType {

	/** A session. */
	SID,

	/** A user, for tokens of earlier epochs. */
	SUB,

	/** A client, for tokens of earlier epochs. */
	CLIENT_ID,

	/** One token. */
	JTI,

	/** A signing key. */
	KID;

	String claim() {
		return name().toLowerCase(Locale.ROOT);
	}

}

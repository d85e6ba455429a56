package io.wegrant.server.revocation;

import java.util.Locale;

/**
 * What a revocation names. The constants are the claims of an access token.
 */
enum RevocationType {

	/** A session. */
	SID,

	/** A user, for tokens issued up to a time. */
	SUB,

	/** A client, for tokens issued up to a time. */
	CLIENT_ID,

	/** One token. */
	JTI;

	String claim() {
		return name().toLowerCase(Locale.ROOT);
	}

}

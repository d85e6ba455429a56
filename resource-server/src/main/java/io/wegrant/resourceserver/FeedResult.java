package io.wegrant.resourceserver;

import java.util.Locale;

/**
 * What became of one request for revocations.
 */
enum FeedResult {

	/** The answer was learned. */
	ACCEPTED,

	/** The cursor had lapsed. */
	LAPSED,

	/** The provider has no feed. */
	ABSENT,

	/** The provider cannot be reached, or breaks off. */
	UNREACHABLE,

	/** The provider answers with an error or something else than a feed. */
	STATUS,

	/** The answer has more bytes or entries than it may. */
	TOO_LONG,

	/** The answer is not the signed JSON that it has to be. */
	MALFORMED,

	/** The type of the answer is another. */
	TYPE,

	/** The answer is not signed with a key of the provider. */
	SIGNATURE,

	/** The answer is about another issuer. */
	ISSUER,

	/** The answer is an old one, or the clocks differ too much. */
	CLOCK,

	/** The answer does not continue at the cursor. */
	CURSOR;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}

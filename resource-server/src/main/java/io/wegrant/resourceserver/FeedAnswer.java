package io.wegrant.resourceserver;

import java.util.List;

/**
 * What the provider says when it is asked for revocations. That it says nothing usable is
 * a {@link FeedException}.
 */
sealed interface FeedAnswer {

	/**
	 * Revocations.
	 *
	 * @param issuedAt when the provider signed it, in seconds since 1970
	 * @param cursor the cursor to ask with next
	 * @param more whether further ones wait
	 * @param revocations the revocations, of the types that are known here
	 */
	record Page(long issuedAt, String cursor, boolean more, List<RevocationEntry> revocations) implements FeedAnswer {
	}

	/**
	 * The cursor means nothing to the provider, any more or at all.
	 */
	record Lapsed() implements FeedAnswer {
	}

	/**
	 * The metadata document of the provider names no feed.
	 */
	record Absent() implements FeedAnswer {
	}

}

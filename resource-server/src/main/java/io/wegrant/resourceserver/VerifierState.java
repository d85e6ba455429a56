package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.Optional;

/**
 * How well an {@link AccessTokenVerifier} can verify tokens at a moment.
 *
 * @param keysAge how long ago the keys in use were fetched, empty while none is known
 * @param revocations what is known of revocations, empty where they are not followed
 */
public record VerifierState(Optional<Duration> keysAge, Optional<Revocations> revocations) {

	/**
	 * Says whether a good token would be accepted.
	 * @return whether a key is known and revocations are as fresh as they have to be
	 */
	public boolean isReady() {
		return this.keysAge.isPresent()
				&& this.revocations.filter((known) -> known.stale() && known.rejectsWhenStale()).isEmpty();
	}

	/**
	 * What is known of revocations.
	 *
	 * @param absent whether the provider says that it has no feed of revocations
	 * @param stale whether revocations may have been missed
	 * @param rejectsWhenStale whether no token is accepted then
	 * @param age how long ago all revocations of the provider were known, empty if they
	 * never were
	 * @param entries how many are known
	 */
	public record Revocations(boolean absent, boolean stale, boolean rejectsWhenStale, Optional<Duration> age,
			int entries) {
	}

}

package io.wegrant.resourceserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revocations that still mean something. One thread writes; any number of threads
 * look tokens up, without locks and without allocating.
 */
final class RevocationWindow {

	private final Map<ClaimDigest, Lowest> entries = new ConcurrentHashMap<>();

	void add(RevocationEntry revocation) {
		this.entries.merge(revocation.mark(), new Lowest(revocation.lowestEpoch(), revocation.expiresAt()),
				Lowest::higher);
	}

	boolean covers(VerifiedToken token) {
		List<VerifiedToken.Mark> marks = token.marks();
		for (int i = 0; i < marks.size(); i++) {
			Lowest lowest = this.entries.get(marks.get(i).digest());
			if (lowest != null && marks.get(i).epoch() < lowest.epoch()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Forgets the entries that have expired.
	 * @param time the time before which they have, in seconds since 1970
	 */
	void purge(long time) {
		this.entries.values().removeIf((lowest) -> lowest.expiresAt() < time);
	}

	int size() {
		return this.entries.size();
	}

	private record Lowest(long epoch, long expiresAt) {

		private Lowest higher(Lowest other) {
			return new Lowest(Math.max(this.epoch, other.epoch), Math.max(this.expiresAt, other.expiresAt));
		}

	}

}

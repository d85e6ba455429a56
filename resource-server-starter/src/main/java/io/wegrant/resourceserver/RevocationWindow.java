package io.wegrant.resourceserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revocations that still mean something. One thread writes; any number of threads
 * look tokens up, without locks and without allocating.
 */
final class RevocationWindow {

	private final Map<ClaimDigest, CutOff> entries = new ConcurrentHashMap<>();

	void add(RevocationEntry revocation) {
		this.entries.merge(revocation.mark(), new CutOff(revocation.before(), revocation.expiresAt()), CutOff::latest);
	}

	boolean covers(VerifiedToken token) {
		List<ClaimDigest> marks = token.marks();
		for (int i = 0; i < marks.size(); i++) {
			CutOff cutOff = this.entries.get(marks.get(i));
			if (cutOff != null && token.issuedAt() <= cutOff.before()) {
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
		this.entries.values().removeIf((cutOff) -> cutOff.expiresAt() < time);
	}

	int size() {
		return this.entries.size();
	}

	private record CutOff(long before, long expiresAt) {

		private CutOff latest(CutOff other) {
			return new CutOff(Math.max(this.before, other.before), Math.max(this.expiresAt, other.expiresAt));
		}

	}

}

package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The revocations that the service knows of, and since when it has not heard of new ones.
 * <p>
 * The thread of the {@link RevocationFollower} writes; requests read without locks.
 */
final class KnownRevocations implements RevocationCheck {

	private static final long NEVER = Long.MIN_VALUE;

	private static final long PURGE_INTERVAL = Duration.ofSeconds(30).toSeconds();

	private final long staleAfter;

	private final boolean rejectWhenStale;

	private final long clockSkew;

	private final Clock clock;

	private final RevocationWindow window = new RevocationWindow();

	private volatile long upToDateAt = NEVER;

	private volatile @Nullable String cursor;

	private long nextPurge = NEVER;

	KnownRevocations(RevocationSettings settings, Duration clockSkew, Clock clock) {
		this.staleAfter = settings.staleAfter().toMillis();
		this.rejectWhenStale = settings.rejectWhenStale();
		this.clockSkew = clockSkew.toSeconds();
		this.clock = clock;
	}

	@Override
	public void check(VerifiedToken token) {
		if (this.window.covers(token)) {
			throw new NotAcceptedException(TokenResult.REVOKED, "The token has been revoked");
		}
		if (this.rejectWhenStale && isStale()) {
			throw new NotAcceptedException(TokenResult.STALE,
					"The revocations that are known are too old to accept a token");
		}
	}

	/**
	 * Whether revocations may have been missed, because the whole window has never been
	 * loaded or the feed has been silent for too long.
	 * @return whether to call the service stale
	 */
	boolean isStale() {
		long upToDate = this.upToDateAt;
		return upToDate == NEVER || this.clock.millis() - upToDate > this.staleAfter;
	}

	boolean rejectsWhenStale() {
		return this.rejectWhenStale;
	}

	/**
	 * Answers how long ago everything was known that the provider knew.
	 * @return the age, empty if that has never been so
	 */
	Optional<Duration> age() {
		long upToDate = this.upToDateAt;
		return (upToDate != NEVER) ? Optional.of(Duration.ofMillis(this.clock.millis() - upToDate)) : Optional.empty();
	}

	int size() {
		return this.window.size();
	}

	/**
	 * Answers the cursor to ask with.
	 * @return the cursor, {@code null} to ask for the whole window
	 */
	@Nullable String cursor() {
		return this.cursor;
	}

	/**
	 * Takes in the next page. What it says counts at once; what is known is up to date
	 * when no further page waits.
	 * @param page the answer to the present cursor
	 */
	void learn(FeedAnswer.Page page) {
		page.revocations().forEach(this.window::add);
		this.cursor = page.cursor();
		if (!page.more()) {
			this.upToDateAt = this.clock.millis();
		}
		purge(page.issuedAt());
	}

	/**
	 * Begins to load the whole window again. What is known stays: each revocation ends by
	 * its own expiry, and the node of the provider that has been asked may be a moment
	 * behind the one that told of it.
	 */
	void startOver() {
		this.cursor = null;
	}

	/**
	 * Forgets what has expired, at most twice a minute. A token outlives its expiry by
	 * the clock skew, and so does what revokes it. The time is the provider's: what is
	 * forgotten is not told again, so a clock here that is wrong for a while must not
	 * decide it.
	 * @param providersTime the time, in seconds since 1970
	 */
	private void purge(long providersTime) {
		if (providersTime >= this.nextPurge) {
			this.nextPurge = providersTime + PURGE_INTERVAL;
			this.window.purge(providersTime - this.clockSkew);
		}
	}

}

package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Follows the provider's revocation feed, on one thread of its own, from when the service
 * starts until it has stopped serving.
 * <p>
 * It logs each kind of failure once until the feed works again.
 */
final class RevocationFollower {

	/** Lets revocations that come one by one arrive together. */
	private static final Duration PAUSE_AFTER_NEWS = Duration.ofMillis(100);

	/** Between two requests when the provider does not hold them. */
	private static final Duration PAUSE_WHEN_NOT_HELD = Duration.ofSeconds(1);

	private static final Duration PAUSE_WHEN_ABSENT = Duration.ofSeconds(60);

	private static final Duration FIRST_BACKOFF = Duration.ofMillis(250);

	private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

	private static final System.Logger logger = System.getLogger(RevocationFollower.class.getName());

	private final RevocationClient client;

	private final KnownRevocations revocations;

	private final ProviderKeys keys;

	private final Issuer issuer;

	private final OutcomeCounts<FeedResult> tally = new OutcomeCounts<>(FeedResult.class);

	private final Set<FeedResult> logged = EnumSet.noneOf(FeedResult.class);

	private final RepeatedTask polling = new RepeatedTask("wegrant-revocations", this::poll);

	private Duration backoff = FIRST_BACKOFF;

	private boolean failing;

	private volatile boolean absent;

	RevocationFollower(RevocationClient client, KnownRevocations revocations, ProviderKeys keys, Issuer issuer) {
		this.client = client;
		this.revocations = revocations;
		this.keys = keys;
		this.issuer = issuer;
	}

	boolean isAbsent() {
		return this.absent;
	}

	OutcomeCounts<FeedResult> answers() {
		return this.tally;
	}

	/**
	 * Asks once.
	 * @return how long to wait before asking again
	 */
	private Duration poll() {
		String cursor = this.revocations.cursor();
		// After a failure, what was missed is asked for without delay. A provider that
		// can hold no more requests also answers that.
		boolean hold = cursor != null && !this.failing;
		long started = System.nanoTime();
		try {
			FeedAnswer answer = this.client.ask(cursor, hold);
			Duration taken = Duration.ofNanos(System.nanoTime() - started);
			this.absent = answer instanceof FeedAnswer.Absent;
			return take(answer, hold, taken);
		}
		catch (FeedException ex) {
			return failed(ex);
		}
		catch (RuntimeException ex) {
			return failed(new FeedException(FeedResult.MALFORMED, ex.toString(), ex, Duration.ZERO));
		}
	}

	private Duration take(FeedAnswer answer, boolean hold, Duration taken) {
		if (answer instanceof FeedAnswer.Page page) {
			withdrawKeys(page);
			this.revocations.learn(page);
			succeeded(hold);
			if (page.more()) {
				return Duration.ZERO;
			}
			boolean ignoredHold = hold && page.revocations().isEmpty() && taken.compareTo(PAUSE_WHEN_NOT_HELD) < 0;
			return ignoredHold ? PAUSE_WHEN_NOT_HELD : PAUSE_AFTER_NEWS;
		}
		if (answer instanceof FeedAnswer.Lapsed) {
			this.tally.add(FeedResult.LAPSED);
			logger.log(System.Logger.Level.DEBUG,
					"The cursor has lapsed; loading all revocations of " + this.issuer.value());
			this.revocations.startOver();
			return PAUSE_AFTER_NEWS;
		}
		this.tally.add(FeedResult.ABSENT);
		if (this.logged.add(FeedResult.ABSENT)) {
			logger.log(System.Logger.Level.WARNING,
					this.issuer.value() + " has no revocation feed: revoked tokens pass until they expire");
		}
		return PAUSE_WHEN_ABSENT;
	}

	private void withdrawKeys(FeedAnswer.Page page) {
		page.revocations()
			.stream()
			.map(RevocationEntry::mark)
			.filter((mark) -> mark.claim() == ClaimDigest.Claim.KID)
			.filter(this.keys::withdraw)
			.forEach((mark) -> logger.log(System.Logger.Level.WARNING, this.issuer.value() + " has withdrawn a key"));
	}

	private void succeeded(boolean hold) {
		this.tally.add(FeedResult.ACCEPTED);
		this.backoff = FIRST_BACKOFF;
		this.failing = false;
		if (hold && !this.logged.isEmpty()) {
			this.logged.clear();
			logger.log(System.Logger.Level.INFO,
					"Following the revocations of " + this.issuer.value() + " works again");
		}
	}

	private Duration failed(FeedException failure) {
		if (!this.polling.isRunning()) {
			return Duration.ZERO;
		}
		this.failing = true;
		this.tally.add(failure.result());
		if (this.logged.add(failure.result())) {
			logger.log(System.Logger.Level.WARNING, "Following the revocations of " + this.issuer.value()
					+ " does not work (" + failure.result().label() + ")", failure);
		}
		Duration pause = longer(jittered(this.backoff), shorter(failure.retryAfter(), LONGEST_BACKOFF));
		this.backoff = shorter(this.backoff.multipliedBy(2), LONGEST_BACKOFF);
		return pause;
	}

	private static Duration jittered(Duration pause) {
		// Spreads the services that one outage has brought into step.
		return Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	void start() {
		this.polling.start();
	}

	void stop() {
		this.polling.stop();
	}

}

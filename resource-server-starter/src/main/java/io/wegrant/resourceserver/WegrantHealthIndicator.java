package io.wegrant.resourceserver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports whether tokens can be checked, and how fresh the knowledge is they are checked
 * with.
 * <p>
 * A service that accepts tokens while stale stays in rotation: {@code STALE} is answered
 * with 200, and is no reason for the aggregate to differ from {@code UP} unless the
 * service lists it in {@code management.endpoint.health.status.order}. One that refuses
 * them, or knows no key, is {@code OUT_OF_SERVICE}.
 */
final class WegrantHealthIndicator extends AbstractHealthIndicator {

	static final Status STALE = new Status("STALE", "Revocations may have been missed");

	private final ProviderKeys keys;

	private final ObjectProvider<KnownRevocations> revocations;

	private final ObjectProvider<RevocationFollower> feed;

	WegrantHealthIndicator(ProviderKeys keys, ObjectProvider<KnownRevocations> revocations,
			ObjectProvider<RevocationFollower> feed) {
		super("The state of keys and revocations cannot be read");
		this.keys = keys;
		this.revocations = revocations;
		this.feed = feed;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		this.revocations
			.ifAvailable((known) -> this.feed.ifAvailable((followed) -> describe(known, followed, builder)));
		this.keys.age().ifPresentOrElse((age) -> builder.withDetail("keysAge", age.toSeconds()), builder::outOfService);
	}

	private static void describe(KnownRevocations revocations, RevocationFollower feed, Health.Builder builder) {
		boolean stale = revocations.isStale();
		String followed = stale ? "stale" : "followed";
		builder.withDetail("feed", feed.isAbsent() ? "no feed" : followed);
		revocations.age().ifPresent((age) -> builder.withDetail("feedAge", age.toSeconds()));
		builder.withDetail("entries", revocations.size());
		Long cursor = revocations.cursor();
		if (cursor != null) {
			builder.withDetail("lastSeq", cursor);
		}
		if (stale) {
			builder.status(revocations.rejectsWhenStale() ? Status.OUT_OF_SERVICE : STALE);
		}
	}

}

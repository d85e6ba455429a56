package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;

/**
 * What is known of the provider's revocations, and what keeps it up to date.
 */
final class RevocationsOfProvider implements AutoCloseable {

	private final KnownRevocations known;

	private final RevocationClient client;

	private final RevocationFollower follower;

	RevocationsOfProvider(ProviderClient provider, ProviderKeys keys, Issuer issuer, RevocationPages pages,
			RevocationSettings settings, Duration clockSkew, Clock clock) {
		this.known = new KnownRevocations(settings, clockSkew, clock);
		this.client = new RevocationClient(provider, pages, settings);
		this.follower = new RevocationFollower(this.client, this.known, keys, issuer);
	}

	void start() {
		this.follower.start();
	}

	KnownRevocations known() {
		return this.known;
	}

	RevocationFollower follower() {
		return this.follower;
	}

	VerifierState.Revocations state() {
		return new VerifierState.Revocations(this.follower.isAbsent(), this.known.isStale(),
				this.known.rejectsWhenStale(), this.known.age(), this.known.size());
	}

	void bindTo(Meters meters) {
		for (FeedResult result : FeedResult.values()) {
			meters.counter("revocation.feed.answers", "Requests for revocations, by what came", result.label(),
					() -> this.follower.answers().count(result));
		}
		meters.seconds("revocation.feed.age", "Time since all revocations of the provider were known",
				() -> this.known.age().map((age) -> age.toMillis() / 1000.0).orElse(Double.NaN));
		meters.gauge("revocation.entries", "Revocations that are known", this.known::size);
	}

	@Override
	public void close() {
		this.follower.stop();
		this.client.close();
	}

}

package io.wegrant.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.wegrant.benchmarks.figures.Delay;
import io.wegrant.benchmarks.figures.Growth;
import io.wegrant.benchmarks.load.FeedSize;
import io.wegrant.benchmarks.load.RevocationDelays;

/**
 * Measures what revocations do at services: when they are known there, and what they
 * take.
 */
final class RevocationEffects {

	private static final int MANY = 100_000;

	private final String database;

	private final Providers providers;

	private final Peer provider;

	private final int simulator;

	private final Services services;

	/**
	 * Creates it.
	 * @param database the kind of database
	 * @param providers what started the provider
	 * @param provider the provider
	 * @param simulator the port of the WeChat simulator
	 * @param services what starts services
	 */
	RevocationEffects(String database, Providers providers, Peer provider, int simulator, Services services) {
		this.database = database;
		this.providers = providers;
		this.provider = provider;
		this.simulator = simulator;
		this.services = services;
	}

	/**
	 * Measures how long services go on accepting what has been revoked.
	 * @param counts with how many services, in ascending order
	 * @param revocations how many sessions are revoked each time
	 * @return the delays, in the same order
	 */
	List<Delay> delays(List<Integer> counts, int revocations) {
		List<Peer> running = new ArrayList<>();
		List<Delay> delays = new ArrayList<>();
		for (int count : counts) {
			running.addAll(IntStream.range(running.size(), count)
				.parallel()
				.mapToObj((i) -> this.services.guarded())
				.toList());
			// What only the first calls cost is not a matter of revocation.
			revoke(running, 1);
			delays.add(Delay.of(this.database, count, revoke(running, revocations)));
		}
		running.forEach(Peer::stop);
		return delays;
	}

	/**
	 * Measures what many revocations take. The provider is started anew.
	 * @return what each of them takes
	 */
	Growth growth() {
		this.provider.stop();
		this.provider.startFirst();
		Peer before = this.services.guarded();
		revoke(List.of(before), 1);
		long provider = this.provider.heapBytes();
		long service = before.heapBytes();
		long feed = FeedSize.bytes(this.provider.port());
		this.provider.stop();
		this.providers.addRevocations(MANY);
		this.provider.startFirst();
		// Revocations become known in their order.
		revoke(List.of(before), 1);
		Peer after = this.services.guarded();
		revoke(List.of(after), 1);
		Growth growth = new Growth(this.database, MANY, (double) (this.provider.heapBytes() - provider) / MANY,
				(double) (before.heapBytes() - service) / MANY,
				(double) (FeedSize.bytes(this.provider.port()) - feed) / MANY, after.startUpSeconds(),
				before.startUpSeconds());
		before.stop();
		after.stop();
		return growth;
	}

	private List<Double> revoke(List<Peer> running, int revocations) {
		return new RevocationDelays(this.provider.port(), this.simulator, running.stream().map(Peer::port).toList())
			.measure(revocations);
	}

}

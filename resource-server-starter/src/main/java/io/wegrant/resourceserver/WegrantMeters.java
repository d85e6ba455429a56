package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of a resource server. They read what is counted anyway, so that a request
 * pays nothing for them.
 */
final class WegrantMeters implements MeterBinder {

	private static final String PREFIX = "wegrant.resource-server.";

	private static final String RESULT = "result";

	private final AccessTokenDecoder decoder;

	private final TokenCache cache;

	private final ProviderKeys keys;

	private final ObjectProvider<KnownRevocations> revocations;

	private final ObjectProvider<RevocationFollower> feed;

	WegrantMeters(AccessTokenDecoder decoder, TokenCache cache, ProviderKeys keys,
			ObjectProvider<KnownRevocations> revocations, ObjectProvider<RevocationFollower> feed) {
		this.decoder = decoder;
		this.cache = cache;
		this.keys = keys;
		this.revocations = revocations;
		this.feed = feed;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (TokenResult result : TokenResult.values()) {
			counter(registry, "tokens", result.label(), "Access tokens that requests have brought",
					this.decoder.results(), (results) -> results.count(result));
		}
		counter(registry, "token-cache", "hit", "Look-ups of tokens among those already verified", this.cache,
				(cache) -> cache.stats().hitCount());
		counter(registry, "token-cache", "miss", "Look-ups of tokens among those already verified", this.cache,
				(cache) -> cache.stats().missCount());
		for (GuardedFetch.Result result : GuardedFetch.Result.values()) {
			counter(registry, "keys.fetches", result.label(), "Fetches of the provider's keys", this.keys.fetches(),
					(results) -> results.count(result));
		}
		this.revocations.ifAvailable((known) -> bindRevocations(registry, known));
		this.feed.ifAvailable((followed) -> bindFeed(registry, followed));
	}

	private static void bindRevocations(MeterRegistry registry, KnownRevocations revocations) {
		Gauge
			.builder(PREFIX + "revocation.feed.age", revocations,
					(known) -> known.age().map(WegrantMeters::seconds).orElse(Double.NaN))
			.description("Time since all revocations of the provider were known")
			.baseUnit("seconds")
			.register(registry);
		Gauge.builder(PREFIX + "revocation.entries", revocations, KnownRevocations::size)
			.description("Revocations that are known")
			.register(registry);
	}

	private static double seconds(Duration age) {
		return age.toMillis() / 1000.0;
	}

	private static void bindFeed(MeterRegistry registry, RevocationFollower feed) {
		for (FeedResult result : FeedResult.values()) {
			counter(registry, "revocation.feed.answers", result.label(), "Requests for revocations, by what came",
					feed.answers(), (results) -> results.count(result));
		}
	}

	private static <T> void counter(MeterRegistry registry, String name, String result, String description, T source,
			ToDoubleFunction<T> count) {
		FunctionCounter.builder(PREFIX + name, source, count)
			.tag(RESULT, result)
			.description(description)
			.register(registry);
	}

}

package io.wegrant.server.limits;

import java.time.Duration;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/**
 * A token bucket for each key. A bucket starts full, holds what a minute allows and fills
 * evenly. The least used of very many keys are forgotten, which only ever forgives.
 */
public final class RateLimit {

	private static final int MAX_KEYS = 100_000;

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private final int perMinute;

	private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
		.maximumSize(MAX_KEYS)
		.expireAfterAccess(WINDOW)
		.build();

	/**
	 * Creates the limit.
	 * @param perMinute how many uses a minute each key has; 0 for no limit
	 */
	public RateLimit(int perMinute) {
		this.perMinute = perMinute;
	}

	/**
	 * Uses a key once, if its bucket is not empty.
	 * @param key what is limited
	 * @return empty if the use is allowed, else how long to wait
	 */
	public Optional<Duration> use(String key) {
		if (this.perMinute == 0) {
			return Optional.empty();
		}
		ConsumptionProbe probe = this.buckets.get(key, (unseen) -> newBucket()).tryConsumeAndReturnRemaining(1);
		return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
	}

	private Bucket newBucket() {
		return Bucket.builder()
			.addLimit((limit) -> limit.capacity(this.perMinute).refillGreedy(this.perMinute, WINDOW))
			.build();
	}

}

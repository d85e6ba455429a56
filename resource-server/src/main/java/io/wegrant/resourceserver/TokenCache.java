package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that have been verified, by their full text, until they expire or too many
 * others have been used since.
 */
final class TokenCache {

	private final Cache<String, VerifiedToken> tokens;

	TokenCache(long maxSize, Duration clockSkew, Clock clock) {
		this.tokens = Caffeine.newBuilder()
			.maximumSize(maxSize)
			.expireAfter(Expiry.creating(
					(String token, VerifiedToken verified) -> Duration.ofMillis(verified.expiresAt() - clock.millis())
						.plus(clockSkew)))
			.ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
			// Its upkeep is less work than to wake another thread for it.
			.executor(Runnable::run)
			.recordStats()
			.build();
	}

	@Nullable VerifiedToken find(String token) {
		return this.tokens.getIfPresent(token);
	}

	void keep(String token, VerifiedToken verified) {
		this.tokens.put(token, verified);
	}

	void drop(String token) {
		this.tokens.invalidate(token);
	}

	long size() {
		return this.tokens.estimatedSize();
	}

	CacheStats stats() {
		return this.tokens.stats();
	}

}

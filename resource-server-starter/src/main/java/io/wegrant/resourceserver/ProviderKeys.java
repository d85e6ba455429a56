package io.wegrant.resourceserver;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.OutageTolerantJWKSetSource;
import com.nimbusds.jose.jwk.source.RefreshAheadCachingJWKSetSource;
import com.nimbusds.jose.jwk.source.RetryingJWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of the provider: cached, refreshed ahead of their expiry, kept through
 * an outage, and fetched again for an unknown key id at most once per interval.
 * <p>
 * Nimbus's {@code JWKSourceBuilder} puts its rate limit below the cache, where it also
 * stops the refresh that an expired cache needs, lets two fetches pass per interval and
 * turns a token with an unknown key id into a technical failure. Here the limit stands
 * above the cache and concerns unknown key ids only; they find no key.
 */
final class ProviderKeys implements JWKSource<SecurityContext>, Closeable {

	private final JWKSetSource<SecurityContext> keys;

	private final long refetchInterval;

	private final Clock clock;

	private final AtomicLong nextRefetch = new AtomicLong(Long.MIN_VALUE);

	private volatile boolean loaded;

	ProviderKeys(Issuer issuer, WegrantResourceServerProperties.Keys properties, Clock clock) {
		ExecutorService executor = Executors.newCachedThreadPool(ProviderKeys::newThread);
		JWKSetSource<SecurityContext> provider = new RetryingJWKSetSource<>(
				new ProviderClient(issuer, properties, executor), null);
		JWKSetSource<SecurityContext> guarded = new GuardedFetch(provider, issuer, properties.retryAfter(), clock);
		this.keys = cached(new OutageTolerantJWKSetSource<>(guarded, properties.outageTime().toMillis(), null),
				properties, executor);
		this.refetchInterval = properties.refetchInterval().toMillis();
		this.clock = clock;
	}

	private static JWKSetSource<SecurityContext> cached(JWKSetSource<SecurityContext> source,
			WegrantResourceServerProperties.Keys properties, ExecutorService executor) {
		// Long enough for the metadata document and the keys, each with its one retrial.
		long wait = 4 * properties.connectTimeout().plus(properties.readTimeout()).toMillis();
		long refreshAhead = properties.refreshAhead().toMillis();
		long cacheTime = properties.cacheTime().toMillis();
		return new RefreshAheadCachingJWKSetSource<>(source, cacheTime, Math.min(wait, cacheTime - refreshAhead),
				refreshAhead, false, executor, true, null);
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "wegrant-keys");
		thread.setDaemon(true);
		// Not that of the request it was started by, which the container would call a
		// leak.
		thread.setContextClassLoader(ProviderKeys.class.getClassLoader());
		return thread;
	}

	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		long now = this.clock.millis();
		if (!this.loaded) {
			return selectFromFirstFetch(selector, now);
		}
		JWKSet known = load(JWKSetCacheRefreshEvaluator.noRefresh(), now);
		List<JWK> found = selector.select(known);
		if (!found.isEmpty() || !reserveRefetch(now)) {
			return found;
		}
		return selector.select(load(JWKSetCacheRefreshEvaluator.referenceComparison(known), now));
	}

	private List<JWK> selectFromFirstFetch(JWKSelector selector, long now) throws KeySourceException {
		// Reserved before the fetch and given back unless the key id was unknown, so that
		// a crowd of unknown key ids that meets an empty cache causes this one fetch.
		boolean reserved = reserveRefetch(now);
		boolean unknown = false;
		try {
			List<JWK> found = selector.select(load(JWKSetCacheRefreshEvaluator.noRefresh(), now));
			unknown = found.isEmpty();
			return found;
		}
		finally {
			if (reserved && !unknown) {
				this.nextRefetch.set(now);
			}
		}
	}

	private JWKSet load(JWKSetCacheRefreshEvaluator evaluator, long now) throws KeySourceException {
		JWKSet set = this.keys.getJWKSet(evaluator, now, null);
		this.loaded = true;
		return set;
	}

	private boolean reserveRefetch(long now) {
		long next = this.nextRefetch.get();
		return next <= now && this.nextRefetch.compareAndSet(next, now + this.refetchInterval);
	}

	@Override
	public void close() throws IOException {
		this.keys.close();
	}

}

package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The public keys of the provider: fetched in the background when the service starts and
 * ahead of the end of their time, kept through an outage, and fetched again for an
 * unknown key id at most once per interval. A key that was withdrawn is not used again,
 * whatever is fetched.
 * <p>
 * A request reads what is known and waits for the provider in two cases only: while
 * nothing is known, and when it is the one that is let through for an unknown key id.
 * Nimbus's {@code JWKSourceBuilder} makes the request wait that meets an expired cache,
 * lets two fetches pass per interval and turns a token with an unknown key id into a
 * technical failure.
 */
final class ProviderKeys implements SmartLifecycle {

	/**
	 * Before the web server starts and after it has stopped, so that requests meet keys.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

	private static final Duration TICK = Duration.ofSeconds(1);

	private static final Duration FIRST_TICK = Duration.ofMillis(200);

	/**
	 * Shortest time between two fetches that answers of the feed can cause. They come
	 * from the provider, one by one, so that nobody else can cause fetches, or use them
	 * up.
	 */
	private static final long FEED_REFETCH_INTERVAL = Duration.ofSeconds(1).toMillis();

	private final Log logger = LogFactory.getLog(ProviderKeys.class);

	private final GuardedFetch guarded;

	private final long refreshAfter;

	private final long usableFor;

	private final long refetchInterval;

	private final Clock clock;

	private final ReentrantLock fetching = new ReentrantLock();

	private final AtomicLong nextRefetch = new AtomicLong(Long.MIN_VALUE);

	private final AtomicLong nextFeedRefetch = new AtomicLong(Long.MIN_VALUE);

	private final Set<ClaimDigest> withdrawn = ConcurrentHashMap.newKeySet();

	private final RepeatedTask refreshing = new RepeatedTask("wegrant-keys", this::refreshIfDue);

	private volatile @Nullable Known known;

	ProviderKeys(ProviderClient provider, Issuer issuer, WegrantResourceServerProperties.Keys properties, Clock clock) {
		this.guarded = new GuardedFetch(provider, issuer, properties.retryAfter(), clock);
		this.refreshAfter = properties.cacheTime().minus(properties.refreshAhead()).toMillis();
		this.usableFor = Math.max(properties.cacheTime().toMillis(), properties.outageTime().toMillis());
		this.refetchInterval = properties.refetchInterval().toMillis();
		this.clock = clock;
	}

	/**
	 * Selects keys to verify tokens with.
	 * @param selector says which
	 * @param context not looked at
	 * @return the keys that the provider publishes and the selector asks for
	 * @throws KeySourceException if no key of the provider can be had
	 */
	List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		return select(selector, this.nextRefetch, this.refetchInterval);
	}

	/**
	 * Selects keys to verify an answer of the feed with.
	 * @param selector says which
	 * @param context not looked at
	 * @return the keys that the provider publishes and the selector asks for
	 * @throws KeySourceException if no key of the provider can be had
	 */
	List<JWK> getForFeed(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		return select(selector, this.nextFeedRefetch, FEED_REFETCH_INTERVAL);
	}

	private List<JWK> select(JWKSelector selector, AtomicLong nextRefetch, long interval) throws KeySourceException {
		Known keys = usable();
		if (keys == null) {
			keys = fetchInsteadOf(this.known);
		}
		List<JWK> found = selector.select(keys.set());
		if (found.isEmpty() && reserve(nextRefetch, interval)) {
			found = selector.select(refetch(keys).set());
		}
		return found.stream()
			.filter((key) -> !this.withdrawn.contains(ClaimDigest.of(ClaimDigest.Claim.KID, key.getKeyID())))
			.toList();
	}

	/**
	 * Stops using a key, for good.
	 * @param key the mark of its id
	 * @return whether it was not known to be withdrawn
	 */
	boolean withdraw(ClaimDigest key) {
		return this.withdrawn.add(key);
	}

	/**
	 * Says whether the provider still publishes a key, as far as is known.
	 * @param keyId the id of the key
	 * @return whether tokens that it has signed may be accepted
	 */
	boolean contain(String keyId) {
		Known keys = usable();
		ClaimDigest key = (keys != null) ? keys.ids().get(keyId) : null;
		return key != null && !this.withdrawn.contains(key);
	}

	/**
	 * Answers how long ago the keys were fetched that are in use.
	 * @return the age, empty if no key is known
	 */
	Optional<Duration> age() {
		return Optional.ofNullable(usable()).map((keys) -> Duration.ofMillis(this.clock.millis() - keys.fetchedAt()));
	}

	OutcomeCounts<GuardedFetch.Result> fetches() {
		return this.guarded.tally();
	}

	private @Nullable Known usable() {
		Known keys = this.known;
		return (keys != null && this.clock.millis() - keys.fetchedAt() < this.usableFor) ? keys : null;
	}

	private boolean reserve(AtomicLong nextRefetch, long interval) {
		long now = this.clock.millis();
		long next = nextRefetch.get();
		return next <= now && nextRefetch.compareAndSet(next, now + interval);
	}

	private Known refetch(Known keys) {
		try {
			return fetchInsteadOf(keys);
		}
		catch (KeySourceException ex) {
			return keys;
		}
	}

	/**
	 * Fetches keys unless another thread has while this one waited.
	 * @param old the keys that will not do
	 * @return the keys that are known now
	 */
	private Known fetchInsteadOf(@Nullable Known old) throws KeySourceException {
		this.fetching.lock();
		try {
			Known present = this.known;
			if (present != null && !present.equals(old)) {
				return present;
			}
			Known fetched = Known.of(this.guarded.fetch(), this.clock.millis());
			this.known = fetched;
			return fetched;
		}
		finally {
			this.fetching.unlock();
		}
	}

	private Duration refreshIfDue() {
		Known keys = this.known;
		if (keys == null || this.clock.millis() - keys.fetchedAt() >= this.refreshAfter) {
			try {
				fetchInsteadOf(keys);
			}
			catch (KeySourceException ex) {
				this.logger.trace("The keys were not refreshed", ex);
			}
			catch (RuntimeException ex) {
				this.logger.warn("The keys were not refreshed", ex);
			}
		}
		return (this.known != null) ? TICK : FIRST_TICK;
	}

	@Override
	public void start() {
		this.refreshing.start();
	}

	@Override
	public void stop() {
		this.refreshing.stop();
	}

	@Override
	public boolean isRunning() {
		return this.refreshing.isRunning();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * The keys of one fetch.
	 *
	 * @param set the keys
	 * @param ids their ids, with their marks
	 * @param fetchedAt when they were fetched, in milliseconds since 1970
	 */
	private record Known(JWKSet set, Map<String, ClaimDigest> ids, long fetchedAt) {

		private static Known of(JWKSet set, long now) {
			return new Known(set, set.getKeys()
				.stream()
				.map(JWK::getKeyID)
				.filter((id) -> id != null)
				.distinct()
				.collect(Collectors.toUnmodifiableMap((id) -> id, (id) -> ClaimDigest.of(ClaimDigest.Claim.KID, id))),
					now);
		}

	}

}

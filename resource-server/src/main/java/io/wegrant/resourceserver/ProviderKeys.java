package io.wegrant.resourceserver;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

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
final class ProviderKeys {

	private static final Duration TICK = Duration.ofSeconds(1);

	private static final Duration FIRST_TICK = Duration.ofMillis(200);

	/**
	 * Shortest time between two fetches that answers of the feed can cause. They come
	 * from the provider, one by one, so that nobody else can cause fetches, or use them
	 * up.
	 */
	private static final long FEED_REFETCH_INTERVAL = Duration.ofSeconds(1).toMillis();

	private static final System.Logger logger = System.getLogger(ProviderKeys.class.getName());

	private static final int MOST_WAITING = 16;

	private final GuardedFetch guarded;

	private final long refreshAfter;

	private final long usableFor;

	private final long refetchInterval;

	private final Clock clock;

	private final ReentrantLock fetching = new ReentrantLock();

	private final Semaphore placesToWait = new Semaphore(MOST_WAITING);

	private final AtomicLong nextRefetch = new AtomicLong(Long.MIN_VALUE);

	private final AtomicLong nextFeedRefetch = new AtomicLong(Long.MIN_VALUE);

	private final Set<ClaimDigest> withdrawn = ConcurrentHashMap.newKeySet();

	private final RepeatedTask refreshing = new RepeatedTask("wegrant-keys", this::refreshIfDue);

	private volatile @Nullable Known known;

	ProviderKeys(ProviderClient provider, Issuer issuer, KeySettings settings, Clock clock) {
		this.guarded = new GuardedFetch(provider, issuer, settings.retryAfter(), clock);
		this.refreshAfter = settings.cacheTime().minus(settings.refreshAhead()).toMillis();
		this.usableFor = Math.max(settings.cacheTime().toMillis(), settings.outageTime().toMillis());
		this.refetchInterval = settings.refetchInterval().toMillis();
		this.clock = clock;
	}

	/**
	 * Selects keys to verify tokens with.
	 * @param selector says which
	 * @param context whether to wait for the provider, if need be; it is unless
	 * {@link Waiting#REFUSED}
	 * @return the keys that the provider publishes and the selector asks for
	 * @throws KeysAwaitedException if it had to be waited for
	 * @throws KeySourceException if no key of the provider can be had
	 */
	List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		return select(selector, this.nextRefetch, this.refetchInterval, context != Waiting.REFUSED);
	}

	/**
	 * Selects keys to verify an answer of the feed with.
	 * @param selector says which
	 * @param context not looked at
	 * @return the keys that the provider publishes and the selector asks for
	 * @throws KeySourceException if no key of the provider can be had
	 */
	List<JWK> getForFeed(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
		return select(selector, this.nextFeedRefetch, FEED_REFETCH_INTERVAL, true);
	}

	private List<JWK> select(JWKSelector selector, AtomicLong nextRefetch, long interval, boolean mayWait)
			throws KeySourceException {
		Known keys = usable();
		if (keys == null) {
			await(mayWait);
			keys = fetchInsteadOf(this.known);
		}
		List<JWK> found = selector.select(keys.set());
		if (found.isEmpty() && isDue(nextRefetch)) {
			await(mayWait);
			if (reserve(nextRefetch, interval)) {
				found = selector.select(refetch(keys).set());
			}
		}
		if (found.isEmpty() && this.fetching.isLocked()) {
			await(mayWait);
			awaitFetch();
		}
		Known latest = this.known;
		if (found.isEmpty() && latest != null) {
			found = selector.select(latest.set());
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

	// The key may be on its way. Not everybody waits for it: a provider may hang, and key
	// ids can be made up.
	private void awaitFetch() {
		if (this.placesToWait.tryAcquire()) {
			this.fetching.lock();
			try {
				this.placesToWait.release();
			}
			finally {
				this.fetching.unlock();
			}
		}
	}

	private static void await(boolean mayWait) throws KeysAwaitedException {
		if (!mayWait) {
			throw new KeysAwaitedException();
		}
	}

	private boolean isDue(AtomicLong nextRefetch) {
		return nextRefetch.get() <= this.clock.millis();
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
				logger.log(System.Logger.Level.TRACE, "The keys were not refreshed", ex);
			}
			catch (RuntimeException ex) {
				logger.log(System.Logger.Level.WARNING, "The keys were not refreshed", ex);
			}
		}
		return (this.known != null) ? TICK : FIRST_TICK;
	}

	void start() {
		this.refreshing.start();
	}

	void stop() {
		this.refreshing.stop();
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

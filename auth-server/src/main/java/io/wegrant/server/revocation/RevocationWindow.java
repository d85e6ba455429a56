package io.wegrant.server.revocation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.transaction.TransactionException;

import io.wegrant.server.authorization.HeardRevocations;
import io.wegrant.server.authorization.TokenEpochs;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.keys.SigningKeys;
import io.wegrant.server.settings.TimeAllowances;

/**
 * What this node knows of the feed: the live window, in memory. It is brought up to date
 * after each change made here and at an interval for those made elsewhere, always by one
 * thread; readers of the feed cost the database nothing, however many they are.
 */
final class RevocationWindow implements HeardRevocations, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RevocationWindow.class);

	private static final int BATCH = 10_000;

	private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

	private final RevocationReader reader;

	private final SigningKeys keys;

	private final Clients clients;

	private final Clock clock;

	private final ConcurrentNavigableMap<Long, RevocationEntry> window = new ConcurrentSkipListMap<>();

	private final Map<String, RevocationEntry> byName = new ConcurrentHashMap<>();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread created = new Thread(task, "revocation-feed");
		created.setDaemon(true);
		return created;
	});

	private volatile long lastSeq;

	private volatile long forgottenSeq;

	private volatile long lastReadNanos;

	private long lastSweepNanos = System.nanoTime();

	private boolean failing;

	private @Nullable Future<?> polling;

	RevocationWindow(RevocationReader reader, SigningKeys keys, Clients clients, Clock clock) {
		this.reader = reader;
		this.keys = keys;
		this.clients = clients;
		this.clock = clock;
		this.reader.inTransaction(this::read);
		this.forgottenSeq = this.window.isEmpty() ? this.lastSeq : this.window.firstKey() - 1;
	}

	synchronized void start(Duration pollInterval) {
		if (this.polling != null) {
			return;
		}
		this.polling = this.thread.scheduleWithFixedDelay(this::catchUp, pollInterval.toMillis(),
				pollInterval.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Calls back whenever there is something new.
	 * @param listener what to call
	 */
	void onNews(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Reads what has come since, soon.
	 */
	void catchUpSoon() {
		try {
			this.thread.execute(this::catchUp);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("This node is shutting down; others tell of what was revoked");
		}
	}

	/**
	 * Tells whether this node may speak for the feed.
	 * @return whether it could read the feed within the last seconds
	 */
	boolean isCurrent() {
		return age().compareTo(TimeAllowances.CURRENT) < 0;
	}

	/**
	 * Tells how old this node's knowledge is.
	 * @return the time since the feed was read
	 */
	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.lastReadNanos);
	}

	/**
	 * Counts what is told.
	 * @return the number of entries of the live window
	 */
	int size() {
		return this.window.size();
	}

	/**
	 * Returns the number of the newest entry known here.
	 * @return the number, 0 if there never was an entry
	 */
	long lastSeq() {
		return this.lastSeq;
	}

	/**
	 * Returns the number of the newest entry that is told no more.
	 * @return the number, 0 if all entries ever made are still told
	 */
	long forgottenSeq() {
		return this.forgottenSeq;
	}

	/**
	 * Returns entries in their order.
	 * @param after the number after which they begin
	 * @param limit how many at most
	 * @return the entries
	 */
	List<RevocationEntry> after(long after, int limit) {
		return this.window.tailMap(after, false).values().stream().limit(limit).toList();
	}

	/**
	 * Tells whether an access token was revoked, as far as this node knows.
	 * @param token the token
	 * @return whether an entry speaks of it
	 */
	boolean isRevoked(Jwt token) {
		for (RevocationType type : RevocationType.values()) {
			if (isRevoked(type, token)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public TokenEpochs lowest(Optional<String> sub, String clientId) {
		return new TokenEpochs(sub.map((each) -> OptionalLong.of(lowestEpoch(RevocationType.SUB, each)))
			.orElseGet(OptionalLong::empty), lowestEpoch(RevocationType.CLIENT_ID, clientId));
	}

	@Override
	public boolean isSessionEnded(String sid) {
		return find(RevocationType.SID, sid) != null;
	}

	@Override
	public boolean isKeyWithdrawn(String kid) {
		return find(RevocationType.KID, kid) != null;
	}

	@Override
	public synchronized void close() {
		if (this.polling != null) {
			this.polling.cancel(true);
		}
		this.thread.shutdownNow();
	}

	// A node that cannot read keeps what it knows and tries again at the next interval.
	private void catchUp() {
		try {
			long before = this.lastSeq;
			this.reader.inTransaction(this::read);
			if (this.lastSeq != before) {
				this.listeners.forEach(Runnable::run);
			}
			if (this.failing) {
				this.failing = false;
				logger.info("The revocation feed can be read again");
			}
		}
		catch (DataAccessException | TransactionException ex) {
			if (!this.failing) {
				this.failing = true;
				logger.error("The revocation feed cannot be read; services do not learn of new revocations", ex);
			}
		}
		catch (RuntimeException ex) {
			logger.error("The revocation feed was not brought up to date", ex);
		}
	}

	private void read() {
		long known = this.reader.lastSeq();
		if (known < this.lastSeq) {
			logger.warn("The revocation feed went back from {} to {}: another database?", this.lastSeq, known);
			// What was heard stays until it expires: services know it, too.
			this.window.clear();
			this.forgottenSeq = 0;
			this.lastSeq = 0;
		}
		while (this.lastSeq < known) {
			List<RevocationEntry> batch = this.reader.findAfter(this.lastSeq, BATCH);
			batch.forEach(this::remember);
			// The news of a withdrawn key must not be signed with it. If the keys cannot
			// be
			// read now, whoever signs next tries again.
			if (batch.stream().anyMatch((each) -> each.type() == RevocationType.KID)) {
				this.keys.reload();
			}
			// Not here: it may wait for a request that reads them.
			if (batch.stream().anyMatch((each) -> each.type() == RevocationType.CLIENT_ID)) {
				CompletableFuture<Void> unused = CompletableFuture.runAsync(this.clients::reload);
			}
			this.lastSeq = (batch.size() < BATCH) ? Math.max(known, batch.isEmpty() ? 0 : last(batch)) : last(batch);
		}
		this.lastReadNanos = System.nanoTime();
		long now = this.clock.instant().getEpochSecond();
		while (!this.window.isEmpty() && this.window.firstEntry().getValue().expiresAt() < now) {
			forget(this.window.pollFirstEntry().getValue());
		}
		if (this.lastReadNanos - this.lastSweepNanos > SWEEP_INTERVAL.toNanos()) {
			this.lastSweepNanos = this.lastReadNanos;
			this.byName.values().removeIf((entry) -> entry.expiresAt() < now);
		}
	}

	private void remember(RevocationEntry revocation) {
		this.window.put(revocation.seq(), revocation);
		this.byName.merge(key(revocation.type(), revocation.digest()), revocation, RevocationWindow::wider);
	}

	private static RevocationEntry wider(RevocationEntry one, RevocationEntry other) {
		int order = Long.compare(lowestEpoch(one), lowestEpoch(other));
		return (order > 0 || (order == 0 && one.seq() > other.seq())) ? one : other;
	}

	private static long lowestEpoch(RevocationEntry entry) {
		return (entry.lowestEpoch() != null) ? entry.lowestEpoch() : 0;
	}

	private void forget(RevocationEntry revocation) {
		this.byName.remove(key(revocation.type(), revocation.digest()), revocation);
		this.forgottenSeq = revocation.seq();
	}

	private boolean isRevoked(RevocationType type, Jwt token) {
		String name = (type == RevocationType.KID) ? (String) token.getHeaders().get(type.claim())
				: token.getClaimAsString(type.claim());
		RevocationEntry revocation = (name != null) ? find(type, name) : null;
		if (revocation == null) {
			return false;
		}
		return switch (type) {
			case SID, JTI, KID -> true;
			case SUB -> TokenEpochs.of(token).user().orElse(0) < lowestEpoch(revocation);
			case CLIENT_ID -> TokenEpochs.of(token).client() < lowestEpoch(revocation);
		};
	}

	private @Nullable RevocationEntry find(RevocationType type, String name) {
		return this.byName.get(key(type, RevocationEntry.digest(name)));
	}

	private long lowestEpoch(RevocationType type, String name) {
		RevocationEntry entry = find(type, name);
		return (entry != null) ? lowestEpoch(entry) : 0;
	}

	private static String key(RevocationType type, String digest) {
		return type.claim() + ' ' + digest;
	}

	private static long last(List<RevocationEntry> batch) {
		return batch.get(batch.size() - 1).seq();
	}

}

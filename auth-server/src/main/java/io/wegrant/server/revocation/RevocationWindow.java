package io.wegrant.server.revocation;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
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
import java.util.concurrent.atomic.AtomicBoolean;

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
import io.wegrant.server.storage.DatabaseFault;

/**
 * What this node knows of the feed: the live window, in memory, in the order in which it
 * was read here. It is brought up to date after each change made here and at an interval
 * for those made elsewhere, always by one thread, which does nothing else; readers of the
 * feed cost the database nothing, however many they are.
 */
final class RevocationWindow implements HeardRevocations, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RevocationWindow.class);

	private static final int BATCH = 10_000;

	private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

	private final RevocationReader reader;

	private final SigningKeys keys;

	private final Clients clients;

	private final int pageSize;

	private final Clock clock;

	private final ConcurrentNavigableMap<Long, RevocationEntry> entries = new ConcurrentSkipListMap<>();

	/** Those too that the database has no more: a reader may have heard of them. */
	private final Map<Long, RevocationLane> lanes = new ConcurrentHashMap<>();

	private final RevokedNames names = new RevokedNames();

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread created = new Thread(task, "revocation-feed");
		created.setDaemon(true);
		return created;
	});

	private volatile Read read = new Read(RevocationCursor.START, 0);

	private volatile long lastReadNanos;

	private long next;

	private long lastSweepNanos = System.nanoTime();

	private final AtomicBoolean asked = new AtomicBoolean();

	private long toldEnd;

	private boolean failing;

	private @Nullable Future<?> polling;

	RevocationWindow(RevocationReader reader, SigningKeys keys, Clients clients, int pageSize, Clock clock) {
		this.reader = reader;
		this.keys = keys;
		this.clients = clients;
		this.pageSize = pageSize;
		this.clock = clock;
		this.reader.inTransaction(this::read);
	}

	synchronized void start(Duration pollInterval) {
		if (this.polling != null) {
			return;
		}
		this.polling = this.thread.scheduleWithFixedDelay(this::catchUp, pollInterval.toMillis(),
				pollInterval.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Calls back whenever there is something new, on the thread that reads.
	 * @param listener what to call, which does not take long
	 */
	void onNews(Runnable listener) {
		this.listeners.add(listener);
	}

	/**
	 * Reads what has come since, soon.
	 */
	void catchUpSoon() {
		if (this.asked.compareAndSet(false, true)) {
			try {
				this.thread.execute(this::catchUp);
			}
			catch (RejectedExecutionException ex) {
				logger.debug("This node is shutting down; others tell of what was revoked");
			}
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
		return this.entries.size();
	}

	/**
	 * Returns the lanes that this node has read.
	 * @return the lanes
	 */
	Collection<RevocationLane> lanes() {
		return this.lanes.values();
	}

	/**
	 * Returns where a reader is who has heard everything that this node tells. Lanes of
	 * which nothing is told have no part in it.
	 * @return the cursor
	 */
	RevocationCursor newest() {
		return this.read.newest();
	}

	/**
	 * Tells whether there is something that a reader has not heard.
	 * @param cursor where the reader is
	 * @return whether there is an entry
	 */
	boolean hasNews(RevocationCursor cursor) {
		return firstPlace(cursor).orElse(Long.MAX_VALUE) < this.read.end();
	}

	/**
	 * Returns the place where the next entry will be.
	 * @return a number that grows with each entry
	 */
	long end() {
		return this.read.end();
	}

	/**
	 * Tells whether a reader is of another feed, or ahead of this node.
	 * @param cursor where the reader is
	 * @return whether it has heard of lanes, and of none that this node knows
	 */
	boolean isForeign(RevocationCursor cursor) {
		return cursor.isForeign(this.lanes);
	}

	/**
	 * Tells whether a reader may have missed what is told no more, or is of another feed.
	 * @param cursor where the reader is
	 * @return whether it has to begin again
	 */
	boolean isLapsed(RevocationCursor cursor) {
		return isForeign(cursor) || cursor.heard()
			.entrySet()
			.stream()
			.anyMatch((heard) -> isForgotten(heard.getKey(), heard.getValue()));
	}

	private boolean isForgotten(long id, long heard) {
		RevocationLane lane = this.lanes.get(id);
		return lane != null && lane.forgottenUpTo() > heard;
	}

	/**
	 * Returns what a reader has not heard, up to where a page ends. Readers who have
	 * heard different things before get the same pages from the second on.
	 * @param cursor where the reader is
	 * @return the entries, in the order in which this node has read them
	 */
	RevocationPage after(RevocationCursor cursor) {
		Read known = this.read;
		long from = Math.min(firstPlace(cursor).orElse(known.end()), known.end());
		long pageEnd = (from / this.pageSize + 1) * this.pageSize;
		boolean more = pageEnd < known.end();
		List<RevocationEntry> unheard = this.entries.subMap(from, more ? pageEnd : known.end())
			.values()
			.stream()
			.filter((entry) -> !cursor.covers(entry))
			.toList();
		RevocationCursor end = more ? cursor.after(unheard)
				: known.newest().with(cursor.within(known.newest().heard().keySet()));
		return new RevocationPage(unheard, end, more);
	}

	private OptionalLong firstPlace(RevocationCursor cursor) {
		return this.lanes.values()
			.stream()
			.filter(RevocationLane::isTold)
			.map((lane) -> lane.placeAfter(cursor.of(lane.id())))
			.flatMapToLong(OptionalLong::stream)
			.min();
	}

	/**
	 * Tells whether an access token was revoked, as far as this node knows.
	 * @param token the token
	 * @return whether an entry speaks of it
	 */
	boolean isRevoked(Jwt token) {
		return this.names.speakOf(token);
	}

	@Override
	public TokenEpochs lowest(Optional<String> sub, String clientId) {
		return new TokenEpochs(sub.map((each) -> OptionalLong.of(this.names.lowestEpoch(RevocationType.SUB, each)))
			.orElseGet(OptionalLong::empty), this.names.lowestEpoch(RevocationType.CLIENT_ID, clientId));
	}

	@Override
	public boolean isSessionEnded(String sid) {
		return this.names.contain(RevocationType.SID, sid);
	}

	@Override
	public boolean isKeyWithdrawn(String kid) {
		return this.names.contain(RevocationType.KID, kid);
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
		this.asked.set(false);
		try {
			this.reader.inTransaction(this::read);
			if (this.failing) {
				this.failing = false;
				logger.info("The revocation feed can be read again");
			}
		}
		catch (DataAccessException | TransactionException ex) {
			if (!this.failing) {
				this.failing = true;
				logger.error("The revocation feed cannot be read; services do not learn of new revocations: {}",
						DatabaseFault.of(ex).summary());
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("The revocation feed was not brought up to date", ex);
		}
		// What was read is read, even if the transaction then failed.
		if (this.read.end() != this.toldEnd) {
			this.toldEnd = this.read.end();
			this.listeners.forEach(RevocationWindow::tell);
		}
	}

	// What fails is logged: an exception would end the reading for good.
	private static void tell(Runnable listener) {
		try {
			listener.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("What waits for the revocation feed was not told of news", ex);
		}
	}

	// What a database that was set back has lost stays until it expires, since services
	// know it, too. Nothing is added to a lane that has lost entries.
	private void read() {
		long begin = System.nanoTime();
		Map<Long, Long> listed = this.reader.lanes();
		listed.forEach((id, last) -> read(this.lanes.computeIfAbsent(id, RevocationLane::new), last));
		SortedMap<Long, Long> newest = new TreeMap<>();
		this.lanes.forEach((id, lane) -> {
			if (lane.isTold()) {
				newest.put(id, lane.lastSeq());
			}
			lane.see(listed.containsKey(id) || lane.isTold(), begin);
		});
		this.lanes.values().removeIf((lane) -> lane.isGone(begin));
		this.read = new Read(new RevocationCursor(newest), this.next);
		this.lastReadNanos = begin;
		forgetExpired();
	}

	private void read(RevocationLane lane, long last) {
		while (lane.lastSeq() < last) {
			List<RevocationEntry> batch = this.reader.findAfter(lane.id(), lane.lastSeq(), BATCH);
			batch.forEach((entry) -> remember(lane, entry));
			// The news of a withdrawn key must not be signed with it. If the keys cannot
			// be read now, whoever signs next tries again.
			if (batch.stream().anyMatch((each) -> RevocationType.KID.claim().equals(each.type()))) {
				this.keys.reload();
			}
			// Not here: it may wait for a request that reads them.
			if (batch.stream().anyMatch((each) -> RevocationType.CLIENT_ID.claim().equals(each.type()))) {
				CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> tell(this.clients::reload));
			}
			if (batch.size() < BATCH) {
				lane.readUpTo(Math.max(last, lane.lastSeq()));
			}
		}
	}

	private void remember(RevocationLane lane, RevocationEntry entry) {
		long place = this.next++;
		this.entries.put(place, entry);
		this.names.add(entry);
		lane.add(entry.seq(), place);
	}

	private void forgetExpired() {
		long now = this.clock.instant().getEpochSecond();
		Map.Entry<Long, RevocationEntry> first = this.entries.firstEntry();
		while (first != null && first.getValue().expiresAt() < now) {
			forget(first.getKey(), first.getValue());
			first = this.entries.firstEntry();
		}
		if (this.lastReadNanos - this.lastSweepNanos > SWEEP_INTERVAL.toNanos()) {
			this.lastSweepNanos = this.lastReadNanos;
			// One that lives longer than those after it.
			this.entries.forEach((place, entry) -> {
				if (entry.expiresAt() < now) {
					forget(place, entry);
				}
			});
		}
	}

	private void forget(long place, RevocationEntry entry) {
		this.entries.remove(place);
		this.names.remove(entry);
		Objects.requireNonNull(this.lanes.get(entry.lane())).forget(entry.seq());
	}

	/**
	 * What has been read.
	 *
	 * @param newest where a reader is who has heard all of it
	 * @param end the place of the next entry
	 */
	private record Read(RevocationCursor newest, long end) {

	}

}

package io.wegrant.server.notices;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

import io.wegrant.server.clients.AccountEventType;
import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.EventReceiver;
import io.wegrant.server.logs.RepeatedLines;
import io.wegrant.server.storage.DatabaseFault;

/**
 * Tells services what is due, each service by one thread of one node, so that nothing is
 * told out of its order. What is not taken is told again, later and later; so is
 * everything for a service that is away, so that it is not called by each event that
 * waits.
 */
final class Dispatcher implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private static final RepeatedLines log = new RepeatedLines(logger);

	private static final int BATCH = 50;

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	/** A delivery ends within ten seconds. */
	private static final Duration GRACE = Duration.ofSeconds(12);

	/** What says that no event would be taken now. */
	private static final Set<String> AWAY = Set.of("timeout", "connection", "status_429", "status_502", "status_503",
			"status_504");

	/** So many events that a service refuses in a row are tried without a pause. */
	private static final int REFUSALS = 10;

	/** Then a pause is longer than any. */
	private static final int MAX_DOUBLINGS = 30;

	private final AccountEventRows rows;

	private final Leases leases;

	private final EventTokens tokens;

	private final ReceiverClient receivers;

	private final Clients clients;

	private final NoticesProperties properties;

	private final MeterRegistry meters;

	private final Clock clock;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "account-events");
		thread.setDaemon(true);
		return thread;
	});

	private final Set<ClientId> busy = ConcurrentHashMap.newKeySet();

	/** For whom something has come while they were busy. */
	private final Set<ClientId> news = ConcurrentHashMap.newKeySet();

	private final Map<ClientId, Pause> pauses = new ConcurrentHashMap<>();

	private volatile boolean closed;

	Dispatcher(AccountEventRows rows, Leases leases, EventTokens tokens, ReceiverClient receivers, Clients clients,
			NoticesProperties properties, MeterRegistry meters, Clock clock) {
		this.rows = rows;
		this.leases = leases;
		this.tokens = tokens;
		this.receivers = receivers;
		this.clients = clients;
		this.properties = properties;
		this.meters = meters;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "#{@noticesPollInterval}", initialDelayString = "#{@noticesPollInterval}")
	void tellAll() {
		this.clients.all()
			.stream()
			.filter((client) -> !client.eventReceivers().isEmpty())
			.map(Client::clientId)
			.forEach(this::tell);
	}

	/**
	 * Tells a service soon what is due, unless it is being told.
	 * @param clientId the service
	 */
	void tell(ClientId clientId) {
		if (this.closed || isPaused(clientId)) {
			return;
		}
		if (!this.busy.add(clientId)) {
			this.news.add(clientId);
			return;
		}
		try {
			this.threads.execute(() -> {
				this.news.remove(clientId);
				try {
					tellInTurn(clientId);
				}
				finally {
					this.busy.remove(clientId);
				}
				if (this.news.remove(clientId)) {
					tell(clientId);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			this.busy.remove(clientId);
			logger.debug("This node is shutting down");
		}
	}

	private void tellInTurn(ClientId clientId) {
		try {
			if (due(clientId).isEmpty()) {
				return;
			}
			Optional<Leases.Lease> lease = this.leases.take(clientId);
			if (lease.isPresent()) {
				try {
					tellUntilDone(clientId, lease.get());
				}
				finally {
					lease.get().end();
				}
			}
		}
		catch (DataAccessException | TransactionException ex) {
			log.warn(List.of(clientId), "Account events to service {} have to wait: {}",
					DatabaseFault.of(ex).summary());
		}
		catch (RuntimeException ex) {
			logger.error("Account events to service {} failed", clientId, ex);
		}
	}

	private void tellUntilDone(ClientId clientId, Leases.Lease lease) {
		List<AccountEventRow> due = due(clientId);
		while (!due.isEmpty()) {
			for (AccountEventRow event : due) {
				if (this.closed || isPaused(clientId) || !tell(event, lease)) {
					return;
				}
			}
			due = due(clientId);
		}
	}

	private List<AccountEventRow> due(ClientId clientId) {
		return this.rows.findDue(clientId, this.clock.instant(), BATCH);
	}

	// Signed first, which may take a moment: what the lease allows is the call.
	private boolean tell(AccountEventRow event, Leases.Lease lease) {
		Optional<EventReceiver> receiver = receiver(event.clientId(), event.type());
		if (receiver.isEmpty()) {
			logger.warn("Service {} has no receiver for {} any more: the event is given up", event.clientId(),
					event.type().value());
			this.rows.failed(event.jti(), id(event), "registration");
			this.rows.giveUp(List.of(id(event)), this.clock.instant());
			return true;
		}
		String token = this.tokens.make(event, receiver.get().resource());
		if (!lease.isGood()) {
			return false;
		}
		Timer.Sample sample = Timer.start(this.meters);
		Optional<String> refusal = this.receivers.post(receiver.get().url(), token);
		sample.stop(timer(refusal));
		if (refusal.isEmpty()) {
			taken(event);
		}
		else {
			refused(event, refusal.get());
		}
		return true;
	}

	private void taken(AccountEventRow event) {
		this.rows.taken(id(event), event.jti());
		if (event.attempts() > 0) {
			this.rows.postpone(event.clientId(), event.sub(), AccountEventRow.AT_ONCE);
		}
		this.pauses.remove(event.clientId());
	}

	private void refused(AccountEventRow event, String refusal) {
		log.warn(List.of(event.clientId(), refusal), "An account event was not taken by service {}: {}");
		this.rows.failed(event.jti(), id(event), refusal);
		this.rows.postpone(event.clientId(), event.sub(), this.clock.instant().plus(pause(event.attempts())));
		this.pauses.compute(event.clientId(), (clientId, before) -> longer(before, AWAY.contains(refusal)));
	}

	private static long id(AccountEventRow event) {
		return Objects.requireNonNull(event.id());
	}

	private Optional<EventReceiver> receiver(ClientId clientId, AccountEventType type) {
		return this.clients.find(clientId)
			.flatMap((client) -> client.eventReceivers()
				.stream()
				.filter((receiver) -> receiver.events().contains(type))
				.findFirst());
	}

	private boolean isPaused(ClientId clientId) {
		Pause pause = this.pauses.get(clientId);
		return pause != null && System.nanoTime() - pause.untilNanos() < 0;
	}

	// Who refuses one event may take the next, so that one is tried soon.
	private Pause longer(@Nullable Pause before, boolean isAway) {
		int failures = (before != null) ? before.failures() : 0;
		long pause = pause(isAway ? failures : 0).toNanos();
		boolean goesOn = !isAway && failures < REFUSALS;
		return new Pause(failures + 1, System.nanoTime() + (goesOn ? 0 : pause));
	}

	private Duration pause(int failures) {
		Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
		return (pause.compareTo(this.properties.longestPause()) < 0) ? pause : this.properties.longestPause();
	}

	private Timer timer(Optional<String> refusal) {
		return Timer.builder("wegrant.account.events.deliveries")
			.description("Account events that services were told")
			.tag("outcome", refusal.isEmpty() ? "delivered" : "undelivered")
			.tag("cause", refusal.orElse("none"))
			.register(this.meters);
	}

	/**
	 * Lets deliveries end that have begun.
	 */
	@Override
	public void close() throws IOException {
		this.closed = true;
		this.threads.shutdown();
		try {
			if (!this.threads.awaitTermination(GRACE.toSeconds(), TimeUnit.SECONDS)) {
				logger.warn("A delivery of account events does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.threads.shutdownNow();
		this.receivers.close();
	}

	/**
	 * A service is not called.
	 *
	 * @param failures how often in a row it has not taken what it was told
	 * @param untilNanos until when, by {@link System#nanoTime()}
	 */
	private record Pause(int failures, long untilNanos) {

	}

}

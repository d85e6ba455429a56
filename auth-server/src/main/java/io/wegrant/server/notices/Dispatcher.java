package io.wegrant.server.notices;

import java.io.IOException;
import java.net.URI;
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
 * everything for a service that has taken nothing for a while, so that one which is away
 * is not called by each event that waits.
 */
final class Dispatcher implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Dispatcher.class);

	private static final RepeatedLines log = new RepeatedLines(logger);

	private static final int BATCH = 50;

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	/** A delivery ends within ten seconds. */
	private static final Duration GRACE = Duration.ofSeconds(12);

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
		if (this.closed || isPaused(clientId) || !this.busy.add(clientId)) {
			return;
		}
		try {
			this.threads.execute(() -> {
				try {
					tellInTurn(clientId);
				}
				finally {
					this.busy.remove(clientId);
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
				tellUntilDone(clientId, lease.get());
				lease.get().end();
			}
		}
		catch (DataAccessException | TransactionException ex) {
			DatabaseFault.of(ex).logDelayOf("Account events", logger);
		}
		catch (RuntimeException ex) {
			logger.error("Account events to service {} failed", clientId, ex);
		}
	}

	private void tellUntilDone(ClientId clientId, Leases.Lease lease) {
		List<AccountEventRow> due = due(clientId);
		while (!due.isEmpty()) {
			for (AccountEventRow event : due) {
				if (this.closed || isPaused(clientId) || !lease.isGood()) {
					return;
				}
				tell(event);
			}
			due = due(clientId);
		}
	}

	private List<AccountEventRow> due(ClientId clientId) {
		return this.rows.findDue(clientId, this.clock.instant(), BATCH);
	}

	private void tell(AccountEventRow event) {
		long id = Objects.requireNonNull(event.id());
		Optional<EventReceiver> receiver = receiver(event.clientId(), event.type());
		Timer.Sample sample = Timer.start(this.meters);
		Optional<String> refusal = receiver.map((each) -> post(each, event)).orElse(Optional.of("registration"));
		sample.stop(timer(refusal));
		if (refusal.isEmpty()) {
			this.rows.taken(id);
			this.pauses.remove(event.clientId());
			return;
		}
		log.warn(List.of(event.clientId(), refusal.get()), "An account event was not taken by service {}: {}");
		this.rows.failed(id, this.clock.instant().plus(pause(event.attempts())), refusal.get());
		if (receiver.isPresent()) {
			this.pauses.compute(event.clientId(), (clientId, before) -> longer(before));
		}
	}

	private Optional<String> post(EventReceiver receiver, AccountEventRow event) {
		URI url = receiver.url();
		return this.receivers.post(url, this.tokens.make(event, receiver.resource()));
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

	private Pause longer(@Nullable Pause before) {
		int failures = (before != null) ? before.failures() : 0;
		return new Pause(failures + 1, System.nanoTime() + pause(failures).toNanos());
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

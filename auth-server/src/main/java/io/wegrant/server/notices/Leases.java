package io.wegrant.server.notices;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

import io.wegrant.server.clients.ClientId;
import io.wegrant.server.notices.LeaseRows.LeaseRow;

/**
 * One node at a time tells a service. Whoever does gives signs of life; another node that
 * has seen none for {@link #SILENCE} by its own clock takes over. By then whoever was
 * silent has stopped: it begins nothing that it could not end in time, counted from
 * before its last sign of life.
 */
final class Leases {

	/** After so long without a sign of life another node takes over. */
	static final Duration SILENCE = Duration.ofSeconds(30);

	/** So long after a sign of life something may be begun. */
	private static final Duration GOOD = Duration.ofSeconds(15);

	private static final Duration RENEWAL = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(Leases.class);

	private final LeaseRows rows;

	private final String node;

	private final LongSupplier nanoTime;

	private final Map<ClientId, Observation> observed = new ConcurrentHashMap<>();

	Leases(LeaseRows rows, String node, LongSupplier nanoTime) {
		this.rows = rows;
		this.node = node;
		this.nanoTime = nanoTime;
	}

	/**
	 * Takes the lease of a service.
	 * @param clientId the service
	 * @return the lease, or empty if another node has it
	 */
	Optional<Lease> take(ClientId clientId) {
		long begun = this.nanoTime.getAsLong();
		Optional<LeaseRow> row = this.rows.find(clientId);
		if (row.isEmpty()) {
			return begin(clientId, begun);
		}
		LeaseRow lease = row.get();
		if (!isFree(lease) || !this.rows.advance(clientId, this.node, lease.term())) {
			return Optional.empty();
		}
		this.observed.remove(clientId);
		return Optional.of(new Lease(clientId, lease.term() + 1, begun));
	}

	private Optional<Lease> begin(ClientId clientId, long begun) {
		try {
			this.rows.add(clientId, this.node);
			return Optional.of(new Lease(clientId, 1, begun));
		}
		catch (DuplicateKeyException ex) {
			logger.debug("Another node tells service {}", clientId);
			return Optional.empty();
		}
	}

	private boolean isFree(LeaseRow lease) {
		if (lease.holder() == null || lease.holder().equals(this.node)) {
			return true;
		}
		Observation observation = this.observed.compute(lease.clientId(),
				(clientId, before) -> (before != null && before.term() == lease.term()) ? before
						: new Observation(lease.term(), this.nanoTime.getAsLong()));
		boolean silent = this.nanoTime.getAsLong() - observation.sinceNanos() > SILENCE.toNanos();
		if (silent) {
			logger.warn("The node that told service {} is silent; this one goes on", lease.clientId());
		}
		return silent;
	}

	/**
	 * A term as this node saw it.
	 *
	 * @param sinceNanos since when, by {@link System#nanoTime()}
	 */
	private record Observation(long term, long sinceNanos) {

	}

	/**
	 * Allows this node to tell a service. For one thread.
	 */
	final class Lease {

		private final ClientId clientId;

		private long term;

		/** Before the last sign of life was given. */
		private long renewedNanos;

		private Lease(ClientId clientId, long term, long takenNanos) {
			this.clientId = clientId;
			this.term = term;
			this.renewedNanos = takenNanos;
		}

		/**
		 * Gives a sign of life if it is time.
		 * @return whether something may be begun now that ends within ten seconds
		 */
		boolean isGood() {
			long now = Leases.this.nanoTime.getAsLong();
			if (now - this.renewedNanos > RENEWAL.toNanos()) {
				if (!Leases.this.rows.advance(this.clientId, Leases.this.node, this.term)) {
					return false;
				}
				this.term++;
				this.renewedNanos = now;
			}
			return Leases.this.nanoTime.getAsLong() - this.renewedNanos < GOOD.toNanos();
		}

		/**
		 * Lets any node take it.
		 */
		void end() {
			Leases.this.rows.advance(this.clientId, null, this.term);
		}

	}

}

package io.wegrant.server.audit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes that are written to the audit log: each is one transaction with its lines in
 * the log, and is counted by its type. What is already as it should be is neither changed
 * nor logged.
 */
public final class AuditedChanges {

	private static final Logger logger = LoggerFactory.getLogger(AuditedChanges.class);

	private final AuditLog auditLog;

	private final TransactionTemplate transactions;

	private final MeterRegistry meters;

	private final String counter;

	/**
	 * Creates a kind of changes.
	 * @param auditLog the audit log
	 * @param transactions the transactions
	 * @param meters where the changes are counted
	 * @param counter the name of the counter, which has the tag {@code type}
	 */
	public AuditedChanges(AuditLog auditLog, TransactionTemplate transactions, MeterRegistry meters, String counter) {
		this.auditLog = auditLog;
		this.transactions = transactions;
		this.meters = meters;
		this.counter = counter;
	}

	/**
	 * Makes a change.
	 * @param change makes it and returns what happened, or empty if nothing had to change
	 */
	public void make(Supplier<Optional<AuditEvent>> change) {
		makeAll(() -> change.get().stream().toList());
	}

	/**
	 * Makes changes that belong together.
	 * @param change makes them and returns what happened, empty if nothing had to change
	 */
	public void makeAll(Supplier<List<AuditEvent>> change) {
		List<AuditEvent> made = this.transactions.execute((status) -> {
			List<AuditEvent> events = change.get();
			events.forEach(this.auditLog::record);
			return events;
		});
		made.stream().collect(Collectors.groupingBy(AuditEvent::type)).forEach((type, events) -> {
			logger.info("{} by {}", type, events.get(0).actor());
			this.meters.counter(this.counter, "type", type.name().toLowerCase(Locale.ROOT)).increment(events.size());
		});
	}

}

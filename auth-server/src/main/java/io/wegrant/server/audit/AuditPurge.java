package io.wegrant.server.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Deletes events that are older than they are kept, from the beginning of the log, some
 * at a time.
 */
@Component
final class AuditPurge {

	private static final Logger logger = LoggerFactory.getLogger(AuditPurge.class);

	private static final int BATCH = 1_000;

	private final AuditEvents events;

	private final Duration retention;

	private final Clock clock;

	AuditPurge(AuditEvents events, AuditProperties properties, Clock clock) {
		this.events = events;
		this.retention = properties.retention();
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "#{@auditPurgeInterval}", initialDelayString = "#{@auditPurgeInterval}")
	void purge() {
		Instant oldest = this.clock.instant().minus(this.retention);
		try {
			int deleted;
			do {
				deleted = this.events.purge(this.events.minId() + BATCH, oldest);
			}
			while (deleted > 0);
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Old audit events could not be deleted now: {}", ex.getMessage());
		}
	}

}

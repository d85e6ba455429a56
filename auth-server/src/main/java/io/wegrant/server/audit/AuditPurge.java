package io.wegrant.server.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.wegrant.server.storage.Batches;

/**
 * Deletes events that are older than they are kept, some at a time, which an index of the
 * time finds.
 */
@Component
final class AuditPurge {

	private static final Logger logger = LoggerFactory.getLogger(AuditPurge.class);

	private static final int BATCH = 500;

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
		Batches.delete("Old audit events", logger, () -> purgeBatch(oldest));
	}

	private boolean purgeBatch(Instant oldest) {
		List<Long> ids = this.events.findOlder(oldest, BATCH);
		return !ids.isEmpty() && this.events.purge(ids) == BATCH;
	}

}

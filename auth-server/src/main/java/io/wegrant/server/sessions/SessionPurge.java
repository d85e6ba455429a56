package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Deletes sessions that are over. It walks the table by primary key, a stretch at a time:
 * that needs no index which every refresh would have to maintain.
 */
final class SessionPurge {

	private static final Logger logger = LoggerFactory.getLogger(SessionPurge.class);

	private static final int STRETCHES = 10;

	private static final long STRETCH = 2_000;

	private final SessionRows rows;

	private final SessionProperties properties;

	private final Clock clock;

	private long position;

	SessionPurge(SessionRows rows, SessionProperties properties, Clock clock) {
		this.rows = rows;
		this.properties = properties;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "#{@sessionsPurgeInterval}", initialDelayString = "#{@sessionsPurgeInterval}")
	void purge() {
		try {
			for (int i = 0; i < STRETCHES; i++) {
				purgeStretch();
			}
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("Sessions that are over could not be deleted now: {}", ex.getMessage());
		}
	}

	private synchronized void purgeStretch() {
		Instant now = this.clock.instant();
		if (this.position >= this.rows.maxId()) {
			this.position = 0;
		}
		List<SessionId> over = this.rows.findOver(this.position, this.position + STRETCH, now,
				now.minus(this.properties.idleLifetime()), now.minus(this.properties.keepEnded()));
		if (!over.isEmpty()) {
			logger.debug("Deleted {} sessions that were over", this.rows.purge(over));
		}
		this.position += STRETCH;
	}

}

package io.wegrant.server.sessions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

import io.wegrant.server.sessions.SessionRows.DueSession;
import io.wegrant.server.storage.Batches;

/**
 * Deletes sessions that are over. Each row says from when on it is to be looked at, so
 * that an index finds those that may be over, however many there are, and any node goes
 * on where another one, or this one before a restart, has stopped. A session that was
 * refreshed since is found alive, and its row is moved on: once in an idle lifetime,
 * where an index of the refreshes would be written at each.
 */
final class SessionPurge {

	private static final Logger logger = LoggerFactory.getLogger(SessionPurge.class);

	private static final int BATCH = 500;

	private final SessionRows rows;

	private final SessionProperties properties;

	private final Clock clock;

	SessionPurge(SessionRows rows, SessionProperties properties, Clock clock) {
		this.rows = rows;
		this.properties = properties;
		this.clock = clock;
	}

	@Scheduled(fixedDelayString = "#{@sessionsPurgeInterval}", initialDelayString = "#{@sessionsPurgeInterval}")
	void purge() {
		Batches.delete("Sessions of closed accounts", logger, this::eraseOfClosedAccounts);
		Batches.delete("Sessions that are over", logger, this::purgeBatch);
	}

	private boolean eraseOfClosedAccounts() {
		List<Long> users = this.rows.findErasures(this.clock.instant(), BATCH);
		users.forEach(this.rows::eraseAllOf);
		int erased = users.isEmpty() ? 0 : this.rows.endErasures(users);
		return erased == BATCH;
	}

	private boolean purgeBatch() {
		Instant now = this.clock.instant();
		List<DueSession> due = this.rows.findDue(now, BATCH);
		List<SessionId> over = sids(due, (each) -> isOver(each, now));
		List<SessionId> inForce = sids(due, (each) -> !isOver(each, now) && each.isInForce());
		List<SessionId> others = sids(due, (each) -> !isOver(each, now) && !each.isInForce());
		int done = over.isEmpty() ? 0 : this.rows.purge(over);
		done += inForce.isEmpty() ? 0 : moveOn(inForce, this.properties.idleLifetime(), now);
		done += others.isEmpty() ? 0 : moveOn(others, longestOutOfForce(), now);
		if (!due.isEmpty()) {
			logger.debug("Of {} sessions that might be over {} were", due.size(), over.size());
		}
		return done == BATCH;
	}

	private int moveOn(List<SessionId> sids, Duration untilIdle, Instant now) {
		return this.rows.moveOn(sids, untilIdle.toMillis(), this.properties.keepEnded().toMillis(), now);
	}

	private boolean isOver(DueSession session, Instant now) {
		Duration untilIdle = session.isInForce() ? this.properties.idleLifetime() : longestOutOfForce();
		Instant endedAt = session.endedAt();
		return session.isOfClosedAccount() || !session.expiresAt().isAfter(now)
				|| !session.refreshedAt().plus(untilIdle).isAfter(now)
				|| (endedAt != null && !endedAt.plus(this.properties.keepEnded()).isAfter(now));
	}

	// When an epoch ended it is not said; not before it was last refreshed.
	private Duration longestOutOfForce() {
		Duration idle = this.properties.idleLifetime();
		Duration kept = this.properties.keepEnded();
		return (kept.compareTo(idle) < 0) ? kept : idle;
	}

	private static List<SessionId> sids(List<DueSession> sessions, Predicate<DueSession> which) {
		return sessions.stream().filter(which).map(DueSession::sid).toList();
	}

}

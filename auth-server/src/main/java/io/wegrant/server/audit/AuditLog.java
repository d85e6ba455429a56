package io.wegrant.server.audit;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;

/**
 * The audit log: appended to, and forgotten when it is old.
 */
@Component
public final class AuditLog {

	private static final Set<AuditEventType> USER_WIDE = EnumSet.of(AuditEventType.USER_SESSIONS_REVOKED,
			AuditEventType.USER_DISABLED, AuditEventType.USER_ENABLED, AuditEventType.PHONE_BOUND,
			AuditEventType.PHONE_LOST, AuditEventType.ROLES_GRANTED);

	private static final int BATCH = 500;

	private final AuditEvents events;

	private final Clock clock;

	AuditLog(AuditEvents events, Clock clock) {
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Appends an event, in the caller's transaction where there is one.
	 * @param event what happened, which is given the time of now
	 */
	public void record(AuditEvent event) {
		this.events.save(event.at(this.clock.instant()));
	}

	/**
	 * Returns what the log says of a user, read from the database bit by bit.
	 * @param sub the user's public id
	 * @return the events, oldest first
	 */
	public Stream<AuditEvent> ofUser(String sub) {
		return Stream
			.iterate(this.events.findOfUser(sub, Instant.EPOCH, 0, BATCH), (batch) -> !batch.isEmpty(),
					(batch) -> next(sub, batch))
			.flatMap(List::stream);
	}

	private List<AuditEvent> next(String sub, List<AuditEvent> batch) {
		AuditEvent last = batch.get(batch.size() - 1);
		return this.events.findOfUser(sub, Objects.requireNonNull(last.occurredAt()), Objects.requireNonNull(last.id()),
				BATCH);
	}

	/**
	 * Forgets what administrators gave as reasons for what they did to a user, which may
	 * say more of the person than the public id. The events stay.
	 * @param sub the user's public id
	 */
	public void forgetReasons(String sub) {
		this.events.forgetReasons(sub);
	}

	/**
	 * Returns the history of a session.
	 * @param sid the session id
	 * @param sub its user's public id
	 * @param since when it was opened
	 * @return what has happened since to it and to its user as a whole, oldest first
	 */
	public List<AuditEvent> ofSession(String sid, String sub, Instant since) {
		return this.events.findHistory(sid, sub, since, USER_WIDE);
	}

}

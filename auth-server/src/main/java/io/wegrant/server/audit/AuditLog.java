package io.wegrant.server.audit;

import java.time.Clock;
import java.util.List;

import org.springframework.stereotype.Component;

/**
 * The audit log, which is only ever appended to.
 */
@Component
public final class AuditLog {

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
	 * Returns the history of a session.
	 * @param sid the session id
	 * @return what happened to it, oldest first
	 */
	public List<AuditEvent> ofSession(String sid) {
		return this.events.findBySidOrderById(sid);
	}

}

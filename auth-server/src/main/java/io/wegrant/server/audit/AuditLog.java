package io.wegrant.server.audit;

import java.time.Clock;

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
	 * Appends an event about nobody who is known, in the caller's transaction where there
	 * is one.
	 * @param type what happened
	 * @param clientId the client in whose request it happened
	 */
	public void record(AuditEventType type, String clientId) {
		this.events.save(new AuditEvent(null, this.clock.instant(), type, clientId, null));
	}

	/**
	 * Appends an event about a user, in the caller's transaction where there is one.
	 * @param type what happened
	 * @param clientId the client in whose request it happened
	 * @param sub the user whom it concerns
	 */
	public void record(AuditEventType type, String clientId, String sub) {
		this.events.save(new AuditEvent(null, this.clock.instant(), type, clientId, sub));
	}

}

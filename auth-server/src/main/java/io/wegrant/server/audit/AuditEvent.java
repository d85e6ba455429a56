package io.wegrant.server.audit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * One line of the audit log.
 *
 * @param id the number of the line, given by the database
 * @param occurredAt when it happened
 * @param type what happened
 * @param actor the client that did it or in whose request it happened, or the public id
 * of the user who did it
 * @param clientId the client whom it concerns, if any
 * @param sub the user whom it concerns, if any
 * @param sid the session that it concerns, if any
 * @param kid the signing key that it concerns, if any
 * @param staffId the entry of the staff directory that it concerns, if any
 * @param reason why, in the actor's words, if given
 */
@Table("audit_event")
public record AuditEvent(@Id @Nullable Long id, @Nullable Instant occurredAt, AuditEventType type, String actor,
		@Nullable String clientId, @Nullable String sub, @Nullable String sid, @Nullable String kid,
		@Nullable Long staffId, @Nullable String reason) {

	/**
	 * Starts an event.
	 * @param type what happened
	 * @param actor the client that did it or in whose request it happened, or the public
	 * id of the user who did it
	 * @return the event
	 */
	public static AuditEvent of(AuditEventType type, String actor) {
		return new AuditEvent(null, null, type, actor, null, null, null, null, null, null);
	}

	/**
	 * Adds the client whom it concerns.
	 * @param clientId the client
	 * @return the event
	 */
	public AuditEvent client(String clientId) {
		return new AuditEvent(this.id, this.occurredAt, this.type, this.actor, clientId, this.sub, this.sid, this.kid,
				this.staffId, this.reason);
	}

	/**
	 * Adds the user whom it concerns.
	 * @param sub the user's public id
	 * @return the event
	 */
	public AuditEvent user(String sub) {
		return new AuditEvent(this.id, this.occurredAt, this.type, this.actor, this.clientId, sub, this.sid, this.kid,
				this.staffId, this.reason);
	}

	/**
	 * Adds the session that it concerns.
	 * @param sid the session id
	 * @return the event
	 */
	public AuditEvent session(String sid) {
		return new AuditEvent(this.id, this.occurredAt, this.type, this.actor, this.clientId, this.sub, sid, this.kid,
				this.staffId, this.reason);
	}

	/**
	 * Adds the signing key that it concerns.
	 * @param kid the key id
	 * @return the event
	 */
	public AuditEvent key(String kid) {
		return new AuditEvent(this.id, this.occurredAt, this.type, this.actor, this.clientId, this.sub, this.sid, kid,
				this.staffId, this.reason);
	}

	/**
	 * Adds the entry of the staff directory that it concerns.
	 * @param staffId the entry's number
	 * @return the event
	 */
	public AuditEvent staff(long staffId) {
		return new AuditEvent(this.id, this.occurredAt, this.type, this.actor, this.clientId, this.sub, this.sid,
				this.kid, staffId, this.reason);
	}

	/**
	 * Adds why it was done.
	 * @param reason the actor's words, free of secrets
	 * @return the event
	 */
	public AuditEvent because(String reason) {
		return new AuditEvent(this.id, this.occurredAt, this.type, this.actor, this.clientId, this.sub, this.sid,
				this.kid, this.staffId, reason);
	}

	AuditEvent at(Instant occurredAt) {
		return new AuditEvent(this.id, occurredAt, this.type, this.actor, this.clientId, this.sub, this.sid, this.kid,
				this.staffId, this.reason);
	}

}

package io.wegrant.server.admin;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.audit.AuditEvent;

/**
 * A session with what the audit log says of it, the oldest first.
 */
record SessionWithHistory(@JsonUnwrapped SessionItem session, List<HistoryEntry> history) {

	static SessionWithHistory of(SessionItem session, List<AuditEvent> events) {
		return new SessionWithHistory(session, events.stream().map(HistoryEntry::of).toList());
	}

	/**
	 * A line of the audit log.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record HistoryEntry(@JsonProperty("occurred_at") @Nullable Instant occurredAt, String type, String actor,
			@Nullable String reason) {

		static HistoryEntry of(AuditEvent event) {
			return new HistoryEntry(event.occurredAt(), event.type().name(), event.actor(), event.reason());
		}

	}

}

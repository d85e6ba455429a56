package io.wegrant.server.audit;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

@Table("audit_event")
record AuditEvent(@Id @Nullable Long id, Instant occurredAt, AuditEventType type, String clientId,
		@Nullable String sub) {

}

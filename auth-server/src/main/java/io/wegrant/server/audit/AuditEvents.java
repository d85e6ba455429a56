package io.wegrant.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

interface AuditEvents extends CrudRepository<AuditEvent, Long> {

	@Query("""
			SELECT * FROM audit_event WHERE sid = :sid
			UNION ALL
			SELECT * FROM audit_event
			WHERE sub = :sub AND sid IS NULL AND occurred_at >= :since AND type IN (:userWide)
			ORDER BY id""")
	List<AuditEvent> findHistory(String sid, String sub, Instant since, Set<AuditEventType> userWide);

}

package io.wegrant.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.springframework.data.jdbc.repository.query.Modifying;
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

	@Query("SELECT * FROM audit_event WHERE sub = :sub AND id > :after ORDER BY id LIMIT :limit")
	List<AuditEvent> findOfUser(String sub, long after, int limit);

	@Modifying
	@Query("UPDATE audit_event SET reason = NULL, staff_id = NULL WHERE sub = :sub")
	void forgetReasons(String sub);

	@Query("SELECT MIN(id) FROM audit_event WHERE type IN (:types)")
	Optional<Long> findFirst(Set<AuditEventType> types);

	@Query("SELECT COALESCE(MIN(id), 0) FROM audit_event")
	long minId();

	@Modifying
	@Query("DELETE FROM audit_event WHERE id < :before AND occurred_at < :oldest")
	int purge(long before, Instant oldest);

}

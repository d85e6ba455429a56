package io.wegrant.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

/**
 * In the order of time: on a cluster the numbers of two members are not.
 */
interface AuditEvents extends CrudRepository<AuditEvent, Long> {

	@Query("""
			SELECT * FROM audit_event WHERE sid = :sid
			UNION ALL
			SELECT * FROM audit_event
			WHERE sub = :sub AND sid IS NULL AND occurred_at >= :since AND type IN (:userWide)
			ORDER BY occurred_at, id""")
	List<AuditEvent> findHistory(String sid, String sub, Instant since, Set<AuditEventType> userWide);

	@Query("""
			SELECT * FROM audit_event
			WHERE sub = :sub AND occurred_at >= :since AND (occurred_at > :since OR id > :after)
			ORDER BY occurred_at, id LIMIT :limit""")
	List<AuditEvent> findOfUser(String sub, Instant since, long after, int limit);

	@Modifying
	@Query("UPDATE audit_event SET reason = NULL, staff_id = NULL WHERE sub = :sub")
	void forgetReasons(String sub);

	@Query("SELECT id FROM audit_event WHERE occurred_at < :oldest ORDER BY occurred_at LIMIT :limit")
	List<Long> findOlder(Instant oldest, int limit);

	@Modifying
	@Query("DELETE FROM audit_event WHERE id IN (:ids)")
	int purge(List<Long> ids);

}

package io.wegrant.server.audit;

import java.util.List;

import org.springframework.data.repository.CrudRepository;

interface AuditEvents extends CrudRepository<AuditEvent, Long> {

	List<AuditEvent> findBySidOrderById(String sid);

}

package io.wegrant.server.audit;

import org.springframework.data.repository.CrudRepository;

interface AuditEvents extends CrudRepository<AuditEvent, Long> {

}

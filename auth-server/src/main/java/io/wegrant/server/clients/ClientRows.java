package io.wegrant.server.clients;

import java.time.Instant;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface ClientRows extends ListCrudRepository<ClientRow, String> {

	@Modifying
	@Query("UPDATE client SET sessions_ended_at = :at, session_epoch = session_epoch + 1 WHERE client_id = :clientId")
	boolean endSessions(ClientId clientId, Instant at);

}

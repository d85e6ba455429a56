package io.wegrant.server.clients;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.ListCrudRepository;

interface ClientRows extends ListCrudRepository<ClientRow, String> {

	@Modifying
	@Query("""
			UPDATE client SET session_epoch = session_epoch + 1,
			token_epoch = GREATEST(token_epoch + 1, :seconds)
			WHERE client_id = :clientId""")
	boolean endSessions(ClientId clientId, long seconds);

	@Modifying
	@Query("UPDATE client SET token_epoch = GREATEST(token_epoch + 1, :seconds) WHERE client_id = :clientId")
	void endTokens(ClientId clientId, long seconds);

	@Modifying
	@Query("UPDATE client SET token_epoch = :lowest WHERE client_id = :clientId AND token_epoch < :lowest")
	void raiseTokenEpoch(ClientId clientId, long lowest);

	@Query("SELECT token_epoch FROM client WHERE client_id = :clientId")
	long tokenEpoch(ClientId clientId);

}

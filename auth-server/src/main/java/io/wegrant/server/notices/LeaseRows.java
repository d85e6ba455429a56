package io.wegrant.server.notices;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.Repository;

import io.wegrant.server.clients.ClientId;

interface LeaseRows extends Repository<LeaseRows.LeaseRow, ClientId> {

	@Query("SELECT client_id, holder, term FROM account_event_lease WHERE client_id = :clientId")
	Optional<LeaseRow> find(ClientId clientId);

	@Modifying
	@Query("INSERT INTO account_event_lease (client_id, holder, term) VALUES (:clientId, :holder, 1)")
	void add(ClientId clientId, String holder);

	@Modifying
	@Query("""
			UPDATE account_event_lease SET holder = :holder, term = term + 1
			WHERE client_id = :clientId AND term = :term""")
	boolean advance(ClientId clientId, @Nullable String holder, long term);

	/**
	 * Who tells a service.
	 *
	 * @param holder the node, if any
	 * @param term the number of its signs of life, and of those of all before it
	 */
	@Table("account_event_lease")
	record LeaseRow(@Id ClientId clientId, @Nullable String holder, long term) {

	}

}

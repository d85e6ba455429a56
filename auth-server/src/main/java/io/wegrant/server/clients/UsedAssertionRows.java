package io.wegrant.server.clients;

import java.time.Instant;
import java.util.List;

import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface UsedAssertionRows extends Repository<UsedAssertionRows.Row, String> {

	@Modifying
	@Query("INSERT INTO client_assertion (digest, expires_at) VALUES (:digest, :expiresAt)")
	void add(String digest, Instant expiresAt);

	@Query("SELECT digest FROM client_assertion WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit")
	List<String> findExpired(Instant now, int limit);

	@Modifying
	@Query("DELETE FROM client_assertion WHERE digest IN (:digests)")
	int purge(List<String> digests);

	/**
	 * An assertion that was used.
	 *
	 * @param digest stands for its client and its name
	 * @param expiresAt from when on no node would take it
	 */
	record Row(@Id String digest, Instant expiresAt) {

	}

}

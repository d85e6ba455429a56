package io.wegrant.server.notices;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.clients.ClientId;

interface AccountEventRows extends CrudRepository<AccountEventRow, Long> {

	@Query("SELECT id FROM users WHERE sub = :sub")
	long userId(Sub sub);

	// The user's row is locked by then, or is now: two changes have two numbers, in the
	// order in which they are committed. By the number, as others lock it.
	@Modifying
	@Query("UPDATE users SET revision = revision + 1 WHERE id = :userId")
	void nextRevision(long userId);

	@Query("SELECT revision FROM users WHERE id = :userId")
	int revision(long userId);

	// Of each user the first event only, and none before it is told who was merged into
	// that user earlier.
	@Query("""
			SELECT e.* FROM account_event e
			WHERE e.client_id = :clientId AND e.dead_at IS NULL AND e.due_at <= :now AND NOT EXISTS (
				SELECT 1 FROM account_event b
				WHERE b.client_id = e.client_id AND b.sub = e.sub AND b.revision < e.revision AND b.dead_at IS NULL)
			AND NOT EXISTS (
				SELECT 1 FROM account_event m
				WHERE m.client_id = e.client_id AND m.into_sub = e.sub AND m.into_revision < e.revision
				AND m.dead_at IS NULL)
			ORDER BY e.due_at, e.id LIMIT :limit""")
	List<AccountEventRow> findDue(ClientId clientId, Instant now, int limit);

	// A database that was set back may give a number again: to another event.
	@Modifying
	@Query("DELETE FROM account_event WHERE id = :id AND jti = :jti")
	void taken(long id, String jti);

	@Modifying
	@Query("UPDATE account_event SET attempts = attempts + 1, cause = :cause WHERE id = :id AND jti = :jti")
	void failed(String jti, long id, String cause);

	// All of a user wait for the first, and are not looked at meanwhile.
	@Modifying
	@Query("""
			UPDATE account_event SET due_at = :dueAt
			WHERE client_id = :clientId AND sub = :sub AND dead_at IS NULL""")
	void postpone(ClientId clientId, Sub sub, Instant dueAt);

	@Query("SELECT id FROM account_event WHERE dead_at IS NULL AND occurred_at < :before ORDER BY occurred_at LIMIT :limit")
	List<Long> findOverdue(Instant before, int limit);

	@Modifying
	@Query("""
			UPDATE account_event SET dead_at = :now, roles = NULL, into_sub = NULL
			WHERE id IN (:ids) AND dead_at IS NULL""")
	int giveUp(List<Long> ids, Instant now);

	@Query("SELECT id FROM account_event WHERE dead_at < :before ORDER BY dead_at LIMIT :limit")
	List<Long> findDeadSince(Instant before, int limit);

	@Modifying
	@Query("DELETE FROM account_event WHERE id IN (:ids)")
	int purge(List<Long> ids);

	@Query("""
			SELECT COUNT(*) AS events, MIN(occurred_at) AS oldest FROM account_event WHERE dead_at IS NULL""")
	Crowd waiting();

	@Query("SELECT COUNT(*) FROM account_event WHERE dead_at IS NOT NULL")
	long dead();

	@Query("SELECT * FROM account_event WHERE dead_at IS NULL ORDER BY occurred_at, id LIMIT :limit OFFSET :offset")
	List<AccountEventRow> findWaiting(int limit, long offset);

	@Query("""
			SELECT * FROM account_event WHERE dead_at IS NOT NULL
			ORDER BY dead_at DESC, id DESC LIMIT :limit OFFSET :offset""")
	List<AccountEventRow> findDead(int limit, long offset);

	/**
	 * Events that wait.
	 *
	 * @param events how many
	 * @param oldest when the first of them happened
	 */
	record Crowd(long events, @Nullable Instant oldest) {

	}

}

package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.clients.ClientId;

interface SessionRows extends Repository<SessionDetails, Long> {

	/**
	 * A session with all that its tokens say and depend on, in one read.
	 */
	String DETAILS = """
			SELECT s.id, s.sid, s.client_id, s.scopes, s.resources, s.device, s.generation, s.repeats,
			s.created_at,
			s.refreshed_at, s.expires_at, s.ended_at, s.user_id, u.sub, u.status, u.roles, s.user_epoch, s.client_epoch,
			u.session_epoch AS user_session_epoch, u.token_epoch AS user_token_epoch,
			c.session_epoch AS client_session_epoch, c.token_epoch AS client_token_epoch,
			i.appid, i.openid_hash, i.sealed_openid, c.enabled AS client_enabled
			FROM login_session s
			JOIN users u ON u.id = s.user_id
			JOIN wechat_identity i ON i.id = s.identity_id
			JOIN client c ON c.client_id = s.client_id
			""";

	@Query(DETAILS + "WHERE s.sid = :sid")
	Optional<SessionDetails> findDetails(SessionId sid);

	@Query("SELECT id FROM login_session WHERE sid = :sid FOR UPDATE")
	Optional<Long> lock(SessionId sid);

	// Not by id: a session that makes room leaves its row to the newest.
	@Query(DETAILS + "WHERE s.user_id = :userId ORDER BY s.created_at DESC, s.id DESC LIMIT :limit OFFSET :offset")
	List<SessionDetails> findByUser(long userId, int limit, long offset);

	@Query(DETAILS + """
			WHERE u.sub = :sub AND s.ended_at IS NULL AND c.enabled AND s.client_epoch >= c.session_epoch
			AND u.status = 'ACTIVE' AND s.user_epoch >= u.session_epoch
			AND s.expires_at > :now AND s.refreshed_at > :idleSince
			ORDER BY s.created_at DESC, s.id DESC LIMIT :limit OFFSET :offset""")
	List<SessionDetails> findLiveByUser(Sub sub, Instant now, Instant idleSince, int limit, long offset);

	// The page is cut out of the index alone, and only its sessions are read.
	@Query(DETAILS + """
			JOIN (SELECT id FROM login_session WHERE client_id = :clientId
			ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset) page ON page.id = s.id
			ORDER BY s.created_at DESC, s.id DESC""")
	List<SessionDetails> findByClient(ClientId clientId, int limit, long offset);

	@Query("""
			SELECT s.id, s.sid, s.generation, s.refreshed_at,
			CASE WHEN s.user_epoch < u.session_epoch OR s.client_epoch < c.session_epoch OR s.expires_at <= :now
				OR s.refreshed_at <= :idleSince THEN 1 ELSE 0 END AS is_over
			FROM login_session s
			JOIN users u ON u.id = s.user_id
			JOIN client c ON c.client_id = s.client_id
			WHERE s.user_id = :userId AND s.client_id = :clientId AND s.ended_at IS NULL
			ORDER BY is_over DESC, s.created_at, s.id""")
	List<Candidate> findNotEnded(long userId, ClientId clientId, Instant now, Instant idleSince);

	// On to the generation after a presented one, and never back.
	@Modifying
	@Query("""
			UPDATE login_session SET generation = :generation + 1, refreshed_at = :now,
			repeats = MOD(repeats * 2, 1024)
			WHERE sid = :sid AND generation <= :generation AND ended_at IS NULL""")
	boolean rotate(SessionId sid, int generation, Instant now);

	// The answer of the latest rotation was given again; once is noted.
	@Modifying
	@Query("""
			UPDATE login_session SET repeats = repeats + 1
			WHERE sid = :sid AND generation = :generation AND MOD(repeats, 2) = 0""")
	boolean noteRepeat(SessionId sid, int generation);

	@Modifying
	@Query("""
			INSERT INTO login_session (sid, user_id, identity_id, client_id, user_epoch, client_epoch, scopes, resources, device,
			generation, created_at, refreshed_at, expires_at)
			VALUES (:sid, :userId, :identityId, :clientId, :userEpoch,
			(SELECT c.session_epoch FROM client c WHERE c.client_id = :clientId),
			:scopes, :resources, :device, 0, :now, :now, :expiresAt)""")
	void add(SessionId sid, long userId, long identityId, ClientId clientId, long userEpoch, StoredScopes scopes,
			StoredResources resources, @Nullable DeviceLabel device, Instant now, Instant expiresAt);

	@Modifying
	@Query("""
			UPDATE login_session SET sid = :sid, identity_id = :identityId, scopes = :scopes, resources = :resources,
			user_epoch = :userEpoch, client_epoch = (SELECT c.session_epoch FROM client c WHERE c.client_id = login_session.client_id),
			device = :device, generation = 0, repeats = 0, created_at = :now, refreshed_at = :now, expires_at = :expiresAt
			WHERE id = :id AND sid = :oldSid AND generation = :oldGeneration AND ended_at IS NULL""")
	boolean replace(long id, SessionId oldSid, int oldGeneration, SessionId sid, long identityId, long userEpoch,
			StoredScopes scopes, StoredResources resources, @Nullable DeviceLabel device, Instant now,
			Instant expiresAt);

	@Modifying
	@Query("UPDATE login_session SET ended_at = :now WHERE sid = :sid AND ended_at IS NULL")
	boolean end(SessionId sid, Instant now);

	@Modifying
	@Query("DELETE FROM login_session WHERE user_id = :userId")
	void eraseAllOf(long userId);

	@Query("SELECT COALESCE(MAX(id), 0) FROM login_session")
	long maxId();

	@Modifying
	@Query("""
			DELETE FROM login_session WHERE id > :after AND id <= :upTo
			AND (expires_at < :now OR refreshed_at < :idleSince OR ended_at < :endedBefore
				OR refreshed_at < :endedBefore AND (
					user_epoch < (SELECT u.session_epoch FROM users u WHERE u.id = login_session.user_id)
					OR client_epoch < (SELECT c.session_epoch FROM client c
						WHERE c.client_id = login_session.client_id)))""")
	int purge(long after, long upTo, Instant now, Instant idleSince, Instant endedBefore);

	/**
	 * A session that has not been ended alone.
	 *
	 * @param isOver 1 if it was ended with others or has expired, else 0
	 */
	record Candidate(long id, SessionId sid, int generation, Instant refreshedAt, int isOver) {

	}

}

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
			SELECT s.id, s.sid, s.client_id, s.scopes, s.resources, s.device, s.generation, s.created_at,
			s.refreshed_at, s.expires_at, s.ended_at, s.user_id, u.sub, u.status, u.roles, u.tokens_from,
			i.appid, i.openid_hash, i.sealed_openid, c.enabled AS client_enabled,
			CASE WHEN s.client_epoch < c.session_epoch THEN c.sessions_ended_at END AS ended_with_client_at
			FROM login_session s
			JOIN users u ON u.id = s.user_id
			JOIN wechat_identity i ON i.id = s.identity_id
			JOIN client c ON c.client_id = s.client_id
			""";

	@Query(DETAILS + "WHERE s.sid = :sid")
	Optional<SessionDetails> findDetails(SessionId sid);

	// Not by id: a session that makes room leaves its row to the newest.
	@Query(DETAILS + "WHERE s.user_id = :userId ORDER BY s.created_at DESC, s.id DESC LIMIT :limit OFFSET :offset")
	List<SessionDetails> findByUser(long userId, int limit, long offset);

	@Query(DETAILS + """
			WHERE u.sub = :sub AND s.ended_at IS NULL AND c.enabled AND s.client_epoch >= c.session_epoch
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
			SELECT id, sid, generation, refreshed_at FROM login_session
			WHERE user_id = :userId AND client_id = :clientId AND ended_at IS NULL ORDER BY created_at, id""")
	List<Live> findLive(long userId, ClientId clientId);

	@Query("SELECT sid FROM login_session WHERE user_id = :userId AND ended_at IS NULL ORDER BY id")
	List<SessionId> findLiveSids(long userId);

	@Modifying
	@Query("""
			UPDATE login_session SET generation = generation + 1, refreshed_at = :now
			WHERE id = :id AND sid = :sid AND generation = :generation AND ended_at IS NULL
			AND EXISTS (SELECT 1 FROM client c WHERE c.client_id = login_session.client_id AND c.enabled
				AND c.session_epoch = login_session.client_epoch)""")
	boolean rotate(long id, SessionId sid, int generation, Instant now);

	@Modifying
	@Query("""
			INSERT INTO login_session (sid, user_id, identity_id, client_id, client_epoch, scopes, resources, device,
			generation, created_at, refreshed_at, expires_at)
			VALUES (:sid, :userId, :identityId, :clientId,
			(SELECT c.session_epoch FROM client c WHERE c.client_id = :clientId),
			:scopes, :resources, :device, 0, :now, :now, :expiresAt)""")
	void add(SessionId sid, long userId, long identityId, ClientId clientId, StoredScopes scopes,
			StoredResources resources, @Nullable DeviceLabel device, Instant now, Instant expiresAt);

	@Modifying
	@Query("""
			UPDATE login_session SET sid = :sid, identity_id = :identityId, scopes = :scopes, resources = :resources,
			client_epoch = (SELECT c.session_epoch FROM client c WHERE c.client_id = login_session.client_id),
			device = :device, generation = 0, created_at = :now, refreshed_at = :now, expires_at = :expiresAt
			WHERE id = :id AND sid = :oldSid AND generation = :oldGeneration AND ended_at IS NULL""")
	boolean replace(long id, SessionId oldSid, int oldGeneration, SessionId sid, long identityId, StoredScopes scopes,
			StoredResources resources, @Nullable DeviceLabel device, Instant now, Instant expiresAt);

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
			AND (expires_at < :now OR refreshed_at < :idleSince OR ended_at < :endedBefore)""")
	int purge(long after, long upTo, Instant now, Instant idleSince, Instant endedBefore);

	/**
	 * A session that has not been ended.
	 */
	record Live(long id, SessionId sid, int generation, Instant refreshedAt) {

	}

}

package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.repository.Repository;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.secrets.Ciphertext;

interface SessionRows extends Repository<SessionDetails, Long> {

	/**
	 * A session with all that its tokens say and depend on, in one read.
	 */
	String DETAILS = "SELECT " + SessionDetails.COLUMNS + SessionDetails.TABLES;

	// With the keys that they brought.
	@Query("SELECT s.session_key, s.key_age, s.key_taken, " + SessionDetails.COLUMNS + SessionDetails.TABLES + """
			WHERE u.sub = :sub AND i.appid = :appid AND u.status = 'ACTIVE'""")
	List<SessionWithKey> findWithKeys(Sub sub, Appid appid);

	@Modifying
	@Query("UPDATE login_session SET key_taken = :taken WHERE sid = :sid")
	void noteKey(SessionId sid, boolean taken);

	@Query(DETAILS + "WHERE s.sid = :sid")
	Optional<SessionDetails> findDetails(SessionId sid);

	// Written, not only locked: two members of a cluster exclude each other by rows that
	// both write.
	@Modifying
	@Query("""
			UPDATE login_session SET revision = MOD(revision + 1, 32768)
			WHERE sid = :sid AND ended_at IS NULL""")
	boolean claim(SessionId sid);

	// Not by id: a session that makes room leaves its row to the newest.
	@Query(DETAILS + "WHERE s.user_id = :userId ORDER BY s.created_at DESC, s.id DESC LIMIT :limit OFFSET :offset")
	List<SessionDetails> findByUser(long userId, int limit, long offset);

	@Query(DETAILS + """
			WHERE u.sub = :sub AND s.ended_at IS NULL AND c.enabled AND s.client_epoch >= c.session_epoch
			AND u.status = 'ACTIVE' AND s.user_epoch >= u.session_epoch
			AND s.expires_at > :now AND s.refreshed_at > :idleSince
			ORDER BY s.created_at DESC, s.id DESC LIMIT :limit OFFSET :offset""")
	List<SessionDetails> findLiveByUser(Sub sub, Instant now, Instant idleSince, int limit, long offset);

	// The page is cut out of the index and the users' status, and only its sessions are
	// read. A session of an account that was closed has no identity to be read with.
	@Query(DETAILS + """
			JOIN (SELECT p.id FROM login_session p JOIN users o ON o.id = p.user_id
			WHERE p.client_id = :clientId AND o.status <> 'CLOSED'
			ORDER BY p.created_at DESC, p.id DESC LIMIT :limit OFFSET :offset) page ON page.id = s.id
			ORDER BY s.created_at DESC, s.id DESC""")
	List<SessionDetails> findByClient(ClientId clientId, int limit, long offset);

	// Who logs in, with the sessions among which the new one takes its place, the oldest
	// first.
	@Query("""
			SELECT i.id AS identity_id, i.union_hash, u.id AS user_id, u.sub, u.status, u.roles,
			u.session_epoch AS user_session_epoch, u.token_epoch AS user_token_epoch,
			COALESCE(c.session_epoch, 0) AS client_session_epoch, COALESCE(c.token_epoch, 0) AS client_token_epoch,
			COALESCE(c.enabled, FALSE) AS client_enabled, x.union_hash AS conflicting_union_hash,
			s.sid, s.slot, s.generation, s.refreshed_at, s.expires_at, s.ended_at,
			s.user_epoch, s.client_epoch
			FROM wechat_identity i
			JOIN users u ON u.id = i.user_id
			LEFT JOIN client c ON c.client_id = :clientId
			LEFT JOIN union_conflict x ON x.identity_id = i.id
			LEFT JOIN login_session s ON s.user_id = u.id AND s.client_id = :clientId
			WHERE i.appid = :appid AND i.openid_hash = :openidHash
			ORDER BY s.created_at, s.id""")
	List<LoginRow> findLogin(Appid appid, String openidHash, ClientId clientId);

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
			INSERT INTO login_session (sid, user_id, client_id, slot, identity_id, user_epoch, client_epoch, scopes,
			resources, device, session_key, key_age, generation, created_at, refreshed_at, expires_at, purge_at)
			VALUES (:sid, :userId, :clientId, :slot, :identityId, :userEpoch, :clientEpoch, :scopes,
			:resources, :device, :sessionKey, :keyAge, 0, :now, :now, :expiresAt, :purgeAt)""")
	void add(SessionId sid, long userId, ClientId clientId, int slot, long identityId, long userEpoch, long clientEpoch,
			StoredScopes scopes, StoredResources resources, @Nullable DeviceLabel device,
			@Nullable Ciphertext sessionKey, int keyAge, Instant now, Instant expiresAt, Instant purgeAt);

	// By sid, as whoever refreshes or ends the session that leaves: who comes by the
	// primary key locks the two in the other order. The purge still comes when the old
	// session was due, and moves the row on.
	@Modifying
	@Query("""
			UPDATE login_session SET sid = :sid, identity_id = :identityId, user_epoch = :userEpoch,
			client_epoch = :clientEpoch, scopes = :scopes, resources = :resources, device = :device,
			session_key = :sessionKey, key_age = :keyAge, key_taken = NULL, generation = 0, repeats = 0, created_at = :now, refreshed_at = :now,
			expires_at = :expiresAt, ended_at = NULL
			WHERE sid = :oldSid AND generation = :oldGeneration""")
	boolean replace(SessionId oldSid, int oldGeneration, SessionId sid, long identityId, long userEpoch,
			long clientEpoch, StoredScopes scopes, StoredResources resources, @Nullable DeviceLabel device,
			@Nullable Ciphertext sessionKey, int keyAge, Instant now, Instant expiresAt);

	@Modifying
	@Query("""
			UPDATE login_session SET ended_at = :now, purge_at = LEAST(purge_at, :purgeAt)
			WHERE sid = :sid AND ended_at IS NULL""")
	boolean end(SessionId sid, Instant now, Instant purgeAt);

	@Modifying
	@Query("DELETE FROM login_session WHERE user_id = :userId")
	void eraseAllOf(long userId);

	@Modifying
	@Query("INSERT INTO session_erasure (user_id, due_at) VALUES (:userId, :dueAt)")
	void eraseAgain(long userId, Instant dueAt);

	@Query("SELECT user_id FROM session_erasure WHERE due_at <= :now ORDER BY due_at LIMIT :limit")
	List<Long> findErasures(Instant now, int limit);

	@Modifying
	@Query("DELETE FROM session_erasure WHERE user_id IN (:userIds)")
	int endErasures(List<Long> userIds);

	// Read by itself: a subquery of a DELETE would lock the users, and with them whoever
	// closes an account.
	@Query("""
			SELECT s.sid, s.refreshed_at, s.expires_at, s.ended_at, s.user_epoch, s.client_epoch, u.status,
			COALESCE(u.session_epoch, 0) AS user_session_epoch, COALESCE(c.session_epoch, 0) AS client_session_epoch
			FROM login_session s
			LEFT JOIN users u ON u.id = s.user_id
			LEFT JOIN client c ON c.client_id = s.client_id
			WHERE s.purge_at <= :now ORDER BY s.purge_at LIMIT :limit""")
	List<DueSession> findDue(Instant now, int limit);

	// By sid: a login may have given the row to a new session.
	@Modifying
	@Query("DELETE FROM login_session WHERE sid IN (:sids)")
	int purge(List<SessionId> sids);

	// To when it is over, as the row says at this moment; not what another node has moved
	// on.
	@Modifying
	@Query("""
			UPDATE login_session SET purge_at =
			LEAST(expires_at, refreshed_at + :untilIdle, COALESCE(ended_at + :kept, expires_at))
			WHERE sid IN (:sids) AND purge_at <= :now""")
	int moveOn(List<SessionId> sids, long untilIdle, long kept, Instant now);

	/**
	 * A session at which the purge is to look.
	 */
	record DueSession(SessionId sid, Instant refreshedAt, Instant expiresAt, @Nullable Instant endedAt, long userEpoch,
			long clientEpoch, @Nullable UserStatus status, long userSessionEpoch, long clientSessionEpoch) {

		boolean isInForce() {
			return this.userEpoch >= this.userSessionEpoch && this.clientEpoch >= this.clientSessionEpoch;
		}

		boolean isOfClosedAccount() {
			return this.status == null || this.status == UserStatus.CLOSED;
		}

	}

	/**
	 * A session with the session_key that its login brought.
	 */
	record SessionWithKey(@Embedded.Empty SessionDetails session, @Nullable Ciphertext sessionKey, int keyAge,
			@Nullable Boolean keyTaken) {

		Instant askedAt() {
			return this.session.createdAt().minusMillis(this.keyAge);
		}

	}

	/**
	 * A person who logs in, with one of the sessions with the client, if there is any.
	 */
	record LoginRow(long identityId, @Nullable String unionHash, long userId, Sub sub, UserStatus status, Roles roles,
			long userSessionEpoch, long userTokenEpoch, long clientSessionEpoch, long clientTokenEpoch,
			boolean clientEnabled, @Nullable String conflictingUnionHash,
			@Embedded.Nullable @Nullable KeptSession session) {

	}

}

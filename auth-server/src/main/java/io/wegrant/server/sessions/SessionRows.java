package io.wegrant.server.sessions;

import java.time.Instant;
import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserStatus;

interface SessionRows extends CrudRepository<SessionRow, Long> {

	@Query("""
			SELECT s.id, s.sid, s.client_id, s.scopes, s.resources, s.generation, s.refreshed_at, s.expires_at,
			u.id AS user_id, u.sub, u.status, i.appid, i.openid
			FROM login_session s JOIN users u ON u.id = s.user_id JOIN wechat_identity i ON i.id = s.identity_id
			WHERE s.sid = :sid""")
	Optional<Live> findLive(String sid);

	@Modifying
	@Query("""
			UPDATE login_session SET generation = generation + 1, refreshed_at = :now
			WHERE id = :id AND generation = :generation""")
	int rotate(long id, int generation, Instant now);

	@Modifying
	@Query("DELETE FROM login_session WHERE id = :id")
	int end(long id);

	/**
	 * A session with its user and WeChat identity, in one read.
	 */
	record Live(long id, String sid, String clientId, String scopes, String resources, int generation,
			Instant refreshedAt, Instant expiresAt, long userId, String sub, UserStatus status, String appid,
			String openid) {

		User user() {
			return new User(this.userId, this.sub, this.status);
		}

	}

}

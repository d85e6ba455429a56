package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

import io.wegrant.server.secrets.Ciphertext;

interface WechatIdentityRows extends CrudRepository<WechatIdentityRow, Long> {

	@Query("""
			SELECT i.id AS identity_id, i.union_hash, u.id AS user_id, u.sub, u.status, u.roles,
			u.session_epoch, u.token_epoch
			FROM wechat_identity i JOIN users u ON u.id = i.user_id
			WHERE i.appid = :appid AND i.openid_hash = :openidHash""")
	Optional<Known> findKnown(Appid appid, String openidHash);

	@Modifying
	@Query("""
			UPDATE wechat_identity SET session_key = :sessionKey, last_login_at = :lastLoginAt
			WHERE appid = :appid AND openid_hash = :openidHash""")
	boolean recordLogin(Appid appid, String openidHash, @Nullable Ciphertext sessionKey, Instant lastLoginAt);

	@Modifying
	@Query("UPDATE wechat_identity SET union_hash = :unionHash WHERE id = :id")
	void adopt(long id, String unionHash);

	@Modifying
	@Query("""
			INSERT INTO union_conflict (identity_id, union_hash, found_at) SELECT :id, :unionHash, :now FROM DUAL
			WHERE NOT EXISTS (SELECT 1 FROM union_conflict c WHERE c.identity_id = :id)""")
	void recordConflict(long id, String unionHash, Instant now);

	@Modifying
	@Query("DELETE FROM union_conflict WHERE identity_id = :id")
	void endConflict(long id);

	@Query("""
			SELECT i.appid, u.sub, o.sub AS owner_sub, c.found_at
			FROM union_conflict c
			JOIN wechat_identity i ON i.id = c.identity_id
			JOIN users u ON u.id = i.user_id
			JOIN union_identity n ON n.union_hash = c.union_hash
			JOIN users o ON o.id = n.user_id
			ORDER BY c.found_at, c.identity_id LIMIT :limit OFFSET :offset""")
	List<UnionConflict> findConflicts(int limit, long offset);

	@Query("SELECT id FROM wechat_identity WHERE user_id = :userId ORDER BY id FOR UPDATE")
	List<Long> lockAllOf(long userId);

	@Query("SELECT id FROM wechat_identity WHERE user_id IN (:userIds) ORDER BY id FOR UPDATE")
	List<Long> lockAllOf(List<Long> userIds);

	@Modifying
	@Query("UPDATE wechat_identity SET user_id = :into WHERE user_id = :from")
	void moveAll(long from, long into);

	@Modifying
	@Query("""
			UPDATE wechat_identity
			SET union_hash = (SELECT c.union_hash FROM union_conflict c WHERE c.identity_id = wechat_identity.id)
			WHERE user_id = :userId AND EXISTS (
				SELECT 1 FROM union_conflict c JOIN union_identity n ON n.union_hash = c.union_hash
				WHERE c.identity_id = wechat_identity.id AND n.user_id = :userId)""")
	void adoptConflicting(long userId);

	@Modifying
	@Query("""
			DELETE FROM union_conflict WHERE identity_id IN (SELECT i.id FROM wechat_identity i WHERE i.user_id = :userId)
			AND union_hash IN (SELECT n.union_hash FROM union_identity n WHERE n.user_id = :userId)""")
	void endConflictsWithin(long userId);

	@Query("SELECT i.* FROM wechat_identity i JOIN users u ON u.id = i.user_id WHERE u.sub = :sub ORDER BY i.id")
	List<WechatIdentityRow> findAllOf(Sub sub);

	@Modifying
	@Query("DELETE FROM wechat_identity WHERE user_id = :userId")
	void eraseAllOf(long userId);

	/**
	 * An identity with its user, in one read.
	 */
	record Known(long identityId, @Nullable String unionHash, long userId, Sub sub, UserStatus status, Roles roles,
			long sessionEpoch, long tokenEpoch) {

		User user() {
			return new User(this.userId, this.sub, this.status, this.roles.withUser(), this.sessionEpoch,
					this.tokenEpoch);
		}

	}

}

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
			SELECT i.id AS identity_id, i.unionid, u.id AS user_id, u.sub, u.status
			FROM wechat_identity i JOIN users u ON u.id = i.user_id
			WHERE i.appid = :appid AND i.openid = :openid""")
	Optional<Known> findKnown(String appid, String openid);

	@Modifying
	@Query("""
			UPDATE wechat_identity SET session_key = :sessionKey, last_login_at = :lastLoginAt
			WHERE appid = :appid AND openid = :openid""")
	boolean recordLogin(String appid, String openid, @Nullable Ciphertext sessionKey, Instant lastLoginAt);

	@Modifying
	@Query("UPDATE wechat_identity SET unionid = :unionid WHERE id = :id")
	void adoptUnionid(long id, String unionid);

	@Query("SELECT id FROM wechat_identity WHERE user_id = :userId ORDER BY id FOR UPDATE")
	List<Long> lockAllOf(long userId);

	/**
	 * An identity with its user, in one read.
	 */
	record Known(long identityId, @Nullable String unionid, long userId, String sub, UserStatus status) {

		User user() {
			return new User(this.userId, this.sub, this.status);
		}

	}

}

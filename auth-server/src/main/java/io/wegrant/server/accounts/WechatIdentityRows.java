package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.List;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

interface WechatIdentityRows extends CrudRepository<WechatIdentityRow, Long> {

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

	@Modifying
	@Query("""
			DELETE FROM union_conflict
			WHERE identity_id IN (SELECT i.id FROM wechat_identity i WHERE i.user_id = :userId)""")
	void endConflictsOf(long userId);

	// What was another user's is nobody's now: the next login makes it the person's own.
	@Modifying
	@Query("""
			DELETE FROM union_conflict
			WHERE union_hash IN (SELECT n.union_hash FROM union_identity n WHERE n.user_id = :ownerId)""")
	void endConflictsAbout(long ownerId);

	@Query("""
			SELECT i.appid, u.sub, o.sub AS owner_sub, c.found_at
			FROM union_conflict c
			JOIN wechat_identity i ON i.id = c.identity_id
			JOIN users u ON u.id = i.user_id
			JOIN union_identity n ON n.union_hash = c.union_hash
			JOIN users o ON o.id = n.user_id
			ORDER BY c.found_at, c.identity_id LIMIT :limit OFFSET :offset""")
	List<UnionConflict> findConflicts(int limit, long offset);

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

}

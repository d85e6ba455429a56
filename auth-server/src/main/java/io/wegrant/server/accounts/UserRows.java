package io.wegrant.server.accounts;

import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

interface UserRows extends CrudRepository<UserRow, Long> {

	/**
	 * No session and no token of before is good any more. The seconds are those of the
	 * time: they make the token epoch none that a change had which the database has lost.
	 */
	String NEXT_EPOCHS = """
			session_epoch = session_epoch + 1, token_epoch = GREATEST(token_epoch + 1, :seconds)
			""";

	Optional<UserRow> findBySub(Sub sub);

	// Written, not only locked, here and below: two members of a cluster exclude each
	// other by rows that both write.
	@Modifying
	@Query("UPDATE users SET revision = revision + 1 WHERE sub = :sub AND status = 'ACTIVE'")
	boolean claimActive(Sub sub);

	@Modifying
	@Query("UPDATE users SET revision = revision + 1 WHERE id = :id AND status = 'ACTIVE'")
	boolean claimActive(long id);

	@Modifying
	@Query("UPDATE users SET revision = revision + 1 WHERE id = :id AND status <> 'CLOSED'")
	boolean join(long id);

	@Query("""
			SELECT u.* FROM users u JOIN wechat_identity i ON i.user_id = u.id
			WHERE i.appid = :appid AND i.openid_hash = :openidHash""")
	Optional<UserRow> findByOpenid(Appid appid, String openidHash);

	@Modifying
	@Query("UPDATE users SET status = 'DISABLED', " + NEXT_EPOCHS + "WHERE id = :id AND status = 'ACTIVE'")
	boolean disable(long id, long seconds);

	@Modifying
	@Query("UPDATE users SET status = 'ACTIVE' WHERE sub = :sub AND status = 'DISABLED'")
	boolean enable(Sub sub);

	@Modifying
	@Query("UPDATE users SET status = 'CLOSED', " + NEXT_EPOCHS + "WHERE id = :id AND status <> 'CLOSED'")
	boolean close(long id, long seconds);

	@Modifying
	@Query("UPDATE users SET " + NEXT_EPOCHS + "WHERE id = :id")
	void endSessions(long id, long seconds);

	@Modifying
	@Query("UPDATE users SET token_epoch = :lowest WHERE sub = :sub AND token_epoch < :lowest")
	void raiseTokenEpoch(Sub sub, long lowest);

	@Query("SELECT token_epoch FROM users WHERE id = :id")
	long tokenEpoch(long id);

	@Query("""
			SELECT u.* FROM users u JOIN union_identity i ON i.user_id = u.id
			WHERE i.union_hash = :unionHash""")
	Optional<UserRow> findByUnionHash(String unionHash);

	@Modifying
	@Query("INSERT INTO union_identity (union_hash, user_id) VALUES (:unionHash, :userId)")
	void addUnionHash(String unionHash, long userId);

	@Modifying
	@Query("DELETE FROM union_identity WHERE user_id = :userId")
	void removeUnionHashes(long userId);

	@Modifying
	@Query("UPDATE union_identity SET user_id = :into WHERE user_id = :from")
	void moveUnionHashes(long from, long into);

}

package io.wegrant.server.keys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.CrudRepository;

interface SigningKeyRows extends CrudRepository<SigningKeyRow, Long> {

	@Query("SELECT * FROM signing_key ORDER BY algorithm, sequence")
	List<SigningKeyRow> all();

	List<SigningKeyRow> findByAlgorithmOrderBySequence(String algorithm);

	Optional<SigningKeyRow> findByKid(String kid);

	// Whoever changes the keys of an algorithm writes all of them first, and reads after
	// that. Written, not only locked: two members of a cluster exclude each other by rows
	// that both write.
	@Modifying
	@Query("UPDATE signing_key SET revision = revision + 1 WHERE algorithm = :algorithm")
	int claim(String algorithm);

	@Modifying
	@Query("UPDATE signing_key SET activates_at = :at WHERE id = :id")
	void activate(long id, Instant at);

	@Modifying
	@Query("UPDATE signing_key SET retires_at = :at WHERE id = :id")
	void retire(long id, Instant at);

	@Modifying
	@Query("""
			UPDATE signing_key SET retires_at = :now
			WHERE algorithm = :algorithm AND withdrawn_at IS NULL AND (retires_at IS NULL OR retires_at > :now)""")
	void retireAll(String algorithm, Instant now);

	// A key that another node has retired in the meantime stays retired.
	@Modifying
	@Query("UPDATE signing_key SET retires_at = NULL WHERE id = :id AND private_key IS NOT NULL")
	void keep(long id);

	@Modifying
	@Query("UPDATE signing_key SET withdrawn_at = :at, private_key = NULL WHERE id = :id")
	void withdraw(long id, Instant at);

	@Modifying
	@Query("UPDATE signing_key SET private_key = NULL WHERE retires_at <= :now AND private_key IS NOT NULL")
	int erase(Instant now);

	@Modifying
	@Query("UPDATE signing_key SET overlap_millis = :overlapMillis WHERE overlap_millis < :overlapMillis")
	int extend(long overlapMillis);

	@Modifying
	@Query("DELETE FROM signing_key WHERE COALESCE(withdrawn_at, retires_at) + overlap_millis <= :now")
	int deleteGone(Instant now);

}

package io.wegrant.server.revocation;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

interface RevocationRows extends Repository<RevocationEntry, Long> {

	@Modifying
	@Query("UPDATE revocation_sequence SET last_seq = last_seq + 1 WHERE id = 1")
	void advance();

	@Query("SELECT last_seq FROM revocation_sequence WHERE id = 1")
	long lastSeq();

	@Modifying
	@Query("""
			INSERT INTO revocation (seq, type, digest, issued_before, expires_at)
			VALUES (:seq, :type, :digest, :issuedBefore, :expiresAt)""")
	void add(long seq, RevocationType type, String digest, @Nullable Long issuedBefore, long expiresAt);

	@Modifying
	@Query("DELETE FROM revocation WHERE seq <= :upTo LIMIT :limit")
	int purge(long upTo, int limit);

}

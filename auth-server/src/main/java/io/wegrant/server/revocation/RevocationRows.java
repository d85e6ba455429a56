package io.wegrant.server.revocation;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

import io.wegrant.server.clients.ClientId;

interface RevocationRows extends Repository<RevocationEntry, Long> {

	@Modifying
	@Query("UPDATE revocation_sequence SET last_seq = last_seq + 1 WHERE id = 1")
	void advance();

	@Query("SELECT last_seq FROM revocation_sequence WHERE id = 1")
	long lastSeq();

	@Modifying
	@Query("""
			INSERT INTO revocation (seq, type, digest, lowest_epoch, expires_at)
			VALUES (:seq, :type, :digest, :lowestEpoch, :expiresAt)""")
	void add(long seq, RevocationType type, String digest, @Nullable Long lowestEpoch, long expiresAt);

	@Query("""
			SELECT c.enabled, c.token_epoch,
			(SELECT COUNT(*) FROM revocation r WHERE r.digest = :jti AND r.type = 'JTI') AS revocations
			FROM client c WHERE c.client_id = :clientId""")
	Optional<OwnToken> findOwnToken(ClientId clientId, String jti);

	@Modifying
	@Query("DELETE FROM revocation WHERE seq <= :upTo LIMIT :limit")
	int purge(long upTo, int limit);

	/**
	 * What a client's own token depends on.
	 *
	 * @param enabled whether the client may use tokens
	 * @param tokenEpoch the client's token epoch
	 * @param revocations how often the token alone was revoked
	 */
	record OwnToken(boolean enabled, long tokenEpoch, long revocations) {

	}

}

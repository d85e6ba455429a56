package io.wegrant.server.revocation;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

import io.wegrant.server.clients.ClientId;

interface RevocationRows extends Repository<RevocationRows.LaneRow, Long> {

	@Modifying
	@Query("INSERT INTO revocation_lane (lane, last_seq) VALUES (:lane, 0)")
	void addLane(long lane);

	@Modifying
	@Query("UPDATE revocation_lane SET last_seq = last_seq + 1 WHERE lane = :lane")
	boolean advance(long lane);

	@Query("SELECT last_seq FROM revocation_lane WHERE lane = :lane")
	long lastSeq(long lane);

	@Modifying
	@Query("""
			INSERT INTO revocation (lane, seq, type, digest, lowest_epoch, expires_at)
			VALUES (:lane, :seq, :type, :digest, :lowestEpoch, :expiresAt)""")
	void add(long lane, long seq, RevocationType type, String digest, @Nullable Long lowestEpoch, long expiresAt);

	@Query("""
			SELECT c.enabled, c.token_epoch,
			(SELECT COUNT(*) FROM revocation r WHERE r.digest = :jti AND r.type = 'JTI') AS revocations
			FROM client c WHERE c.client_id = :clientId""")
	Optional<OwnToken> findOwnToken(ClientId clientId, String jti);

	@Modifying
	@Query("DELETE FROM revocation WHERE lane = :lane AND seq <= :upTo LIMIT :limit")
	int purge(long lane, long upTo, int limit);

	// The node whose lane it is may be writing to it: then there is another number.
	@Modifying
	@Query("DELETE FROM revocation_lane WHERE lane = :lane AND last_seq = :lastSeq")
	void removeLane(long lane, long lastSeq);

	/**
	 * A lane.
	 *
	 * @param lane its number, which is random
	 * @param lastSeq the number of its newest entry
	 */
	record LaneRow(@Id long lane, long lastSeq) {

	}

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

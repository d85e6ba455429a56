package io.wegrant.server.profiles;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.secrets.Ciphertext;

interface ProfileRows extends Repository<ProfileRow, Long> {

	Optional<ProfileRow> findByUserId(long userId);

	@Query("""
			SELECT u.id AS user_id, p.document, p.updated_at, a.name AS picture, a.updated_at AS picture_updated_at
			FROM users u
			LEFT JOIN profile p ON p.user_id = u.id
			LEFT JOIN avatar a ON a.user_id = u.id
			WHERE u.sub = :sub""")
	Optional<Everything> findEverything(Sub sub);

	@Modifying
	@Query("INSERT INTO profile (user_id, document, updated_at) VALUES (:userId, :document, :now)")
	void add(long userId, Ciphertext document, Instant now);

	@Modifying
	@Query("UPDATE profile SET document = :document, updated_at = :now WHERE user_id = :userId")
	boolean replace(long userId, Ciphertext document, Instant now);

	@Modifying
	@Query("DELETE FROM profile WHERE user_id = :userId")
	void erase(long userId);

	/**
	 * A user's profile and the name of the picture, in one read.
	 */
	record Everything(long userId, @Nullable Ciphertext document, @Nullable Instant updatedAt, @Nullable String picture,
			@Nullable Instant pictureUpdatedAt) {

	}

}

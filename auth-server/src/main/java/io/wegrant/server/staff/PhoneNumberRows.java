package io.wegrant.server.staff;

import java.time.Instant;
import java.util.Optional;

import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.secrets.Ciphertext;

interface PhoneNumberRows extends Repository<PhoneNumberRow, Long> {

	Optional<PhoneNumberRow> findByPhoneHash(String phoneHash);

	@Query("SELECT p.* FROM phone_number p JOIN users u ON u.id = p.user_id WHERE u.sub = :sub")
	Optional<PhoneNumberRow> findBySub(Sub sub);

	Optional<PhoneNumberRow> findById(long id);

	Optional<PhoneNumberRow> findByUserId(long userId);

	// Written, not only locked, here and below: two members of a cluster exclude each
	// other by rows that both write.
	@Modifying
	@Query("UPDATE phone_number SET revision = revision + 1 WHERE phone_hash = :phoneHash")
	boolean claim(String phoneHash);

	@Modifying
	@Query("UPDATE phone_number SET revision = revision + 1 WHERE id = :id")
	boolean claim(long id);

	@Modifying
	@Query("UPDATE phone_number SET revision = revision + 1 WHERE user_id = :userId")
	boolean claimOfUser(long userId);

	// Whoever comes second waits for the first and claims the row that is there.
	@Modifying
	@Query("""
			INSERT INTO phone_number (phone_hash, phone) VALUES (:phoneHash, :phone)
			ON DUPLICATE KEY UPDATE revision = revision + 1""")
	void add(String phoneHash, Ciphertext phone);

	@Modifying
	@Query("UPDATE phone_number SET user_id = :userId, verified_at = :verifiedAt WHERE id = :id")
	void give(long id, long userId, Instant verifiedAt);

	@Modifying
	@Query("UPDATE phone_number SET user_id = NULL, verified_at = NULL WHERE id = :id")
	void take(long id);

	@Modifying
	@Query("""
			DELETE FROM phone_number WHERE id = :id AND user_id IS NULL
			AND NOT EXISTS (SELECT 1 FROM staff_member s WHERE s.phone_number_id = :id)""")
	void forgetIfUnused(long id);

}

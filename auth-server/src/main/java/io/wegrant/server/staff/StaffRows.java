package io.wegrant.server.staff;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.Repository;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.staff.StaffRows.StaffRow;

interface StaffRows extends Repository<StaffRow, Long> {

	/**
	 * The directory with numbers and holders.
	 */
	String ENTRIES = """
			SELECT p.id, p.phone_hash, p.phone, s.roles, s.created_at, s.changed_at, u.sub
			FROM staff_member s JOIN phone_number p ON p.id = s.phone_number_id LEFT JOIN users u ON u.id = p.user_id
			""";

	@Query(ENTRIES + "WHERE s.phone_number_id > :after ORDER BY s.phone_number_id LIMIT :limit OFFSET :offset")
	List<Entry> findAfter(long after, int limit, long offset);

	@Query(ENTRIES + "WHERE s.phone_number_id = :id")
	Optional<Entry> find(long id);

	@Query(ENTRIES + "WHERE p.phone_hash = :phoneHash")
	Optional<Entry> find(String phoneHash);

	@Modifying
	@Query("INSERT INTO staff_member (phone_number_id, roles, created_at, changed_at) VALUES (:id, :roles, :now, :now)")
	void add(long id, Roles roles, Instant now);

	// True once in the life of a directory.
	@Modifying
	@Query("UPDATE staff_directory SET begun = TRUE WHERE id = 1 AND begun = FALSE")
	boolean begin();

	@Modifying
	@Query("UPDATE staff_member SET roles = :roles, changed_at = :now WHERE phone_number_id = :id")
	void change(long id, Roles roles, Instant now);

	@Modifying
	@Query("DELETE FROM staff_member WHERE phone_number_id = :id")
	boolean remove(long id);

	/**
	 * An entry of the directory, as stored.
	 */
	@Table("staff_member")
	record StaffRow(@Id long phoneNumberId, Roles roles, Instant createdAt, Instant changedAt) {

	}

	/**
	 * An entry of the directory with the number and its holder.
	 */
	record Entry(long id, String phoneHash, Ciphertext phone, Roles roles, Instant createdAt, Instant changedAt,
			@Nullable Sub sub) {

	}

}

package io.wegrant.server.staff;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.jdbc.repository.query.Modifying;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.Repository;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.User;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.staff.UserRolesRows.UserRolesRow;

/**
 * The roles of users, the columns of theirs that are this module's.
 */
interface UserRolesRows extends Repository<UserRolesRow, Long> {

	UserRolesRow getById(long id);

	// Written, not only locked: two members of a cluster exclude each other by rows that
	// both write.
	@Modifying
	@Query("UPDATE users SET revision = revision + 1 WHERE id = :id")
	void claim(long id);

	@Modifying
	@Query("UPDATE users SET roles = :roles, token_epoch = GREATEST(token_epoch + 1, :seconds) WHERE id = :id")
	void change(long id, Roles roles, long seconds);

	@Modifying
	@Query("UPDATE users SET granted_roles = :roles WHERE id = :id")
	void grant(long id, Roles roles);

	@Query("""
			SELECT u.sub, u.roles, u.granted_roles, u.token_epoch, s.roles AS staff_roles
			FROM users u LEFT JOIN phone_number p ON p.user_id = u.id
			LEFT JOIN staff_member s ON s.phone_number_id = p.id
			WHERE u.id = :userId""")
	Sources sourcesOf(long userId);

	/**
	 * A user, as far as roles are concerned.
	 *
	 * @param roles all roles, but for the one that everybody has
	 * @param grantedRoles those of them that were given directly
	 */
	@Table("users")
	record UserRolesRow(@Id @Nullable Long id, Sub sub, UserStatus status, Roles roles, Roles grantedRoles,
			long sessionEpoch, long tokenEpoch) {

		User user() {
			return new User(Objects.requireNonNull(this.id), this.sub, this.status, this.roles.withUser(),
					this.sessionEpoch, this.tokenEpoch);
		}

	}

	/**
	 * A user's roles, and where they come from.
	 */
	record Sources(Sub sub, Roles roles, Roles grantedRoles, long tokenEpoch, @Nullable Roles staffRoles) {

		Roles effective() {
			return (this.staffRoles != null) ? this.grantedRoles.and(this.staffRoles) : this.grantedRoles;
		}

	}

}

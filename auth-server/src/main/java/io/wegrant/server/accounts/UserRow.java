package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A user as stored.
 *
 * @param roles all roles, but for the one that everybody has
 * @param grantedRoles those of them that were given directly
 */
@Table("users")
record UserRow(@Id @Nullable Long id, Sub sub, UserStatus status, Instant createdAt, Roles roles, Roles grantedRoles,
		long sessionEpoch, long tokenEpoch) {

	static UserRow active(Sub sub, Instant createdAt) {
		return new UserRow(null, sub, UserStatus.ACTIVE, createdAt, Roles.NONE, Roles.NONE, 0, 0);
	}

	User user() {
		return new User(Objects.requireNonNull(this.id), this.sub, this.status, this.roles.withUser(),
				this.sessionEpoch, this.tokenEpoch);
	}

	UserOverview account() {
		return new UserOverview(this.sub, this.status, this.createdAt, this.roles.withUser(),
				this.grantedRoles.names());
	}

}

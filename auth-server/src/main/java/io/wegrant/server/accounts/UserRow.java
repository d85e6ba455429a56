package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A user as stored.
 */
@Table("users")
record UserRow(@Id @Nullable Long id, String sub, UserStatus status, Instant createdAt) {

	User user() {
		return new User(Objects.requireNonNull(this.id), this.sub, this.status);
	}

}

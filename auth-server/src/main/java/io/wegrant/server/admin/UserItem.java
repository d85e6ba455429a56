package io.wegrant.server.admin;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.wegrant.server.accounts.Account;

/**
 * A user as administrators see it.
 */
record UserItem(String sub, String status, Set<String> roles, @JsonProperty("granted_roles") Set<String> grantedRoles,
		@JsonProperty("created_at") Instant createdAt) {

	static UserItem of(Account account) {
		return new UserItem(account.sub(), account.status().name().toLowerCase(Locale.ROOT), account.roles(),
				account.grantedRoles(), account.createdAt());
	}

}

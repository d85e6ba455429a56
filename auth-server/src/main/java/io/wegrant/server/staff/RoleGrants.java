package io.wegrant.server.staff;

import java.util.List;

import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.UserStatus;
import io.wegrant.server.staff.UserRolesRows.UserRolesRow;

/**
 * Roles that are given to a user directly, beside those that a phone number gives.
 */
@Component
public final class RoleGrants {

	private final UserRolesRows users;

	private final EffectiveRoles roles;

	private final TransactionTemplate transactions;

	RoleGrants(UserRolesRows users, EffectiveRoles roles, TransactionTemplate transactions) {
		this.users = users;
		this.roles = roles;
		this.transactions = transactions;
	}

	/**
	 * Replaces the roles that were given to a user.
	 * @param userId the user's internal number
	 * @param roles the roles, none to take them all
	 * @return whether these are others than before; of a closed account none are
	 */
	public boolean replace(long userId, Roles roles) {
		return this.transactions.execute((status) -> {
			this.roles.claim(List.of(userId));
			UserRolesRow user = this.users.getById(userId);
			if (user.status() == UserStatus.CLOSED || user.grantedRoles().equals(roles)) {
				return false;
			}
			this.users.grant(userId, roles);
			this.roles.update(userId);
			return true;
		});
	}

}

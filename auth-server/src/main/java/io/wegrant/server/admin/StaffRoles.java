package io.wegrant.server.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to give a phone number roles. Members that are not known here are
 * ignored.
 *
 * @param phone the phone number
 * @param roles the roles
 * @param reason the administrator's words
 */
record StaffRoles(@Nullable String phone, @Nullable List<@Nullable String> roles, @Nullable String reason) {

	@Override
	public String toString() {
		return "StaffRoles[roles=" + this.roles + "]";
	}

}

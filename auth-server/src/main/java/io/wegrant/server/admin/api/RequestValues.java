package io.wegrant.server.admin.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.wegrant.server.accounts.Roles;
import io.wegrant.server.admin.AdminProblem;
import io.wegrant.server.staff.PhoneNumber;

/**
 * Reads members of requests' bodies.
 */
final class RequestValues {

	private RequestValues() {
	}

	static PhoneNumber phone(@Nullable String text) {
		return Optional.ofNullable(text).flatMap(PhoneNumber::parse).orElseThrow(AdminProblem::badPhone);
	}

	static Roles roles(@Nullable List<@Nullable String> names) {
		if (names == null || names.stream().anyMatch(Objects::isNull)) {
			throw AdminProblem.badRoles();
		}
		return Roles.of(names.stream().map(Objects::requireNonNull).toList()).orElseThrow(AdminProblem::badRoles);
	}

	static Roles someRoles(@Nullable List<@Nullable String> names) {
		Roles roles = roles(names);
		if (roles.isEmpty()) {
			throw AdminProblem.badRoles();
		}
		return roles;
	}

}

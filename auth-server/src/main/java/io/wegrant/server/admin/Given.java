package io.wegrant.server.admin;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.wegrant.server.accounts.PhoneNumber;
import io.wegrant.server.accounts.Roles;

/**
 * Reads members of requests' bodies.
 */
final class Given {

	private Given() {
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

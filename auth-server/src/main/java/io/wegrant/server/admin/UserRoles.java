package io.wegrant.server.admin;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to give a user roles. Members that are not known here are
 * ignored.
 *
 * @param roles the roles, none to take them all
 * @param reason the administrator's words
 */
record UserRoles(@Nullable List<@Nullable String> roles, @Nullable String reason) {

}

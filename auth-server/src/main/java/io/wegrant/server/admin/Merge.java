package io.wegrant.server.admin;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to merge a user into another one.
 *
 * @param into the public id of the other user
 * @param reason the administrator's words
 */
record Merge(@Nullable String into, @Nullable String reason) {

}

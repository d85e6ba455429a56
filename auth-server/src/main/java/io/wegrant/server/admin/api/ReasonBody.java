package io.wegrant.server.admin.api;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request that must say why. Members that are not known here are ignored.
 *
 * @param reason the administrator's words
 */
record ReasonBody(@Nullable String reason) {

}

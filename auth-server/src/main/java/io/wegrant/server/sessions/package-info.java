/**
 * A login session and its refresh tokens: opening, rotating, expiry. A session is one
 * row, and no token can be made from the row alone.
 */
@ApplicationModule(
		allowedDependencies = { "accounts", "audit", "authorization", "clients", "secrets", "settings", "storage" })
@NullMarked
package io.wegrant.server.sessions;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

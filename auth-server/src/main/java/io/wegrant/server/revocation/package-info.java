/**
 * Ending things everywhere: the revocation and introspection endpoints, and the feed from
 * which services learn which tokens are no good any more.
 */
@ApplicationModule(allowedDependencies = { "accounts", "audit", "authorization", "clients", "connections", "keys",
		"limits", "sessions", "settings", "storage" })
@NullMarked
package io.wegrant.server.revocation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

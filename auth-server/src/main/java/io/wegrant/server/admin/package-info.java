/**
 * What administrators do, over HTTP: they look at users and sessions and end them, give
 * roles, and rotate and withdraw signing keys. Every change is written to the audit log
 * with who, what, whom and why.
 */
@ApplicationModule(allowedDependencies = { "accounts", "audit", "authorization", "clients", "connections", "keys",
		"notices", "openapi", "revocation", "secrets", "sessions", "staff" })
@NullMarked
package io.wegrant.server.admin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

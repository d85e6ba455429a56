/**
 * What services hear of accounts: that one was closed, merged, locked out or let in
 * again, or has another phone number or other roles. It is written with the change, and
 * told until the service has taken it (RFC 8417, RFC 8935).
 */
@ApplicationModule(
		allowedDependencies = { "accounts", "clients", "connections", "logs", "settings", "staff", "storage" })
@NullMarked
package io.wegrant.server.notices;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

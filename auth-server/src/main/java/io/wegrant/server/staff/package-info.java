/**
 * The phone numbers that users hold, the staff directory and the roles that both give. It
 * stands on the accounts, which know nothing of it.
 */
@ApplicationModule(allowedDependencies = { "accounts", "audit", "secrets", "settings" })
@NullMarked
package io.wegrant.server.staff;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

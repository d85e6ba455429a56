/**
 * What users say of themselves, and their pictures. It stands on the accounts, which know
 * nothing of it.
 */
@ApplicationModule(allowedDependencies = { "accounts", "secrets" })
@NullMarked
package io.wegrant.server.profiles;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Signing keys, their life and what is published of them. Private parts leave this module
 * only as signatures.
 */
@ApplicationModule(allowedDependencies = { "authorization", "clients", "secrets", "settings", "storage" })
@NullMarked
package io.wegrant.server.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

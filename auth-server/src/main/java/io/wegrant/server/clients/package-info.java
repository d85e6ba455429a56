/**
 * Mini-programs and service clients: who may ask for tokens, how they authenticate and
 * what they may get.
 */
@ApplicationModule(allowedDependencies = { "secrets", "settings", "storage" })
@NullMarked
package io.wegrant.server.clients;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

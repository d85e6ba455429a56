/**
 * The master keyset: encryption and MACs for everything that is stored. No other module
 * sees a key of it.
 */
@ApplicationModule(allowedDependencies = { "settings", "storage" })
@NullMarked
package io.wegrant.server.secrets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

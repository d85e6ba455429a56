/**
 * What all settings have in common: each record checks its own values, and one message
 * tells everything that is wrong before the provider writes or opens anything. The time
 * allowances are here too, which nobody sets.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.wegrant.server.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

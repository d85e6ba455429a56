/**
 * Connections as the web server has them: those that are held or have closed, and
 * requests whose headers and bodies come slowly, for which no thread waits. And how
 * others are called.
 */
@ApplicationModule(allowedDependencies = { "limits", "settings" })
@NullMarked
package io.wegrant.server.connections;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

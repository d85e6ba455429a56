/**
 * Who did what. Entries are appended in the transaction of the change they speak of and
 * name people by internal ids only.
 */
@ApplicationModule(allowedDependencies = { "settings", "storage" })
@NullMarked
package io.wegrant.server.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

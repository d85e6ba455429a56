/**
 * Lines of the log that come in crowds.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.wegrant.server.logs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

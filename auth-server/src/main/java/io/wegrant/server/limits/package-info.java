/**
 * How often somebody may ask: token buckets by client, by user and by address, in the
 * memory of each node.
 */
@ApplicationModule(allowedDependencies = "settings")
@NullMarked
package io.wegrant.server.limits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

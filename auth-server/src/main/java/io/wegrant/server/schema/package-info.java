/**
 * Whether the database has the schema that this version needs: who migrates it, who waits
 * for that, and what stops the start. Nodes that start at once agree on one that
 * migrates.
 */
@ApplicationModule(allowedDependencies = { "settings", "storage" })
@NullMarked
package io.wegrant.server.schema;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

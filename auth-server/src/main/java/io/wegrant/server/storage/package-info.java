/**
 * What all modules have in common that use the database: what its errors mean,
 * transactions that are done again, and the servers that a node leaves. It knows no table
 * but the one that it tries to write to.
 */
@ApplicationModule(allowedDependencies = "logs")
@NullMarked
package io.wegrant.server.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The OAuth endpoints as a whole: filter chains, the rules every token request obeys,
 * access-token claims, errors and metadata. A grant plugs in with a bean that customises
 * the framework's token endpoint.
 */
@ApplicationModule(allowedDependencies = { "clients", "connections", "limits", "logs", "settings", "storage" })
@NullMarked
package io.wegrant.server.authorization;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

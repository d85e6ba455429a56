/**
 * The description of HTTP APIs in OpenAPI. Each module that has one contributes what its
 * code does not say; how documents are made and served is here, and is the same for all.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.wegrant.server.openapi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

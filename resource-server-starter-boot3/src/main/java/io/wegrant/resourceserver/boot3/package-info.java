/**
 * Spring Boot 3.5 servlet services that accept WeGrant access tokens.
 * {@link io.wegrant.resourceserver.boot3.WegrantResourceServerAutoConfiguration}
 * assembles everything, bean by bean, and gives way to the service's own beans.
 */
@NullMarked
package io.wegrant.resourceserver.boot3;

import org.jspecify.annotations.NullMarked;

/**
 * Spring Boot 4 services that accept WeGrant access tokens, servlet and reactive ones.
 * {@link io.wegrant.resourceserver.boot.WegrantResourceServerAutoConfiguration} assembles
 * everything, bean by bean, and gives way to the service's own beans.
 */
@NullMarked
package io.wegrant.resourceserver.boot;

import org.jspecify.annotations.NullMarked;

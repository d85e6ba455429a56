/**
 * What a company service needs to accept WeGrant access tokens: keys, token checks,
 * authorities and errors. Everything is assembled by
 * {@link io.wegrant.resourceserver.WegrantResourceServerAutoConfiguration}, bean by bean,
 * and gives way to the service's own beans.
 */
@NullMarked
package io.wegrant.resourceserver;

import org.jspecify.annotations.NullMarked;

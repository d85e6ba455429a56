/**
 * Tests of the checks against a provider that is as small as can be.
 * {@link io.wegrant.resourceserver.TestIssuer} and
 * {@link io.wegrant.resourceserver.TestAccessToken} are also there for the tests of
 * services, {@link io.wegrant.resourceserver.ServiceContract} for those of the starters.
 */
@NullMarked
package io.wegrant.resourceserver;

import org.jspecify.annotations.NullMarked;

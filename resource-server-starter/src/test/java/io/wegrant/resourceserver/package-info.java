/**
 * Tests of the starter over real HTTP, against a provider that is as small as can be.
 * {@link TestIssuer} and {@link TestAccessToken} are also there for the tests of
 * services.
 */
@NullMarked
package io.wegrant.resourceserver;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of the gateway, in front of a service that is as small as can be.
 */
@NullMarked
package io.wegrant.gateway;

import org.jspecify.annotations.NullMarked;

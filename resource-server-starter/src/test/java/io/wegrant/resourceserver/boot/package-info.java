/**
 * Tests of the starter over real HTTP, against a provider that is as small as can be.
 */
@NullMarked
package io.wegrant.resourceserver.boot;

import org.jspecify.annotations.NullMarked;

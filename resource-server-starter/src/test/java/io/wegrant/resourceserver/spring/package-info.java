/**
 * Tests of what the starters have in common.
 */
@NullMarked
package io.wegrant.resourceserver.spring;

import org.jspecify.annotations.NullMarked;

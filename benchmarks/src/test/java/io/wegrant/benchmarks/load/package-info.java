/**
 * Tests of the load generator.
 */
@NullMarked
package io.wegrant.benchmarks.load;

import org.jspecify.annotations.NullMarked;

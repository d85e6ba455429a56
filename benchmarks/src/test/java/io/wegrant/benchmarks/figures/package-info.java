/**
 * Tests of what is made of measurements.
 */
@NullMarked
package io.wegrant.benchmarks.figures;

import org.jspecify.annotations.NullMarked;

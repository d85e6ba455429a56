/**
 * Tests of the measuring side. None of them puts load on anything.
 */
@NullMarked
package io.wegrant.benchmarks;

import org.jspecify.annotations.NullMarked;

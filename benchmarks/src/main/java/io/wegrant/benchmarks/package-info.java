/**
 * Measures WeGrant beside what people use instead and beside the least that would do. It
 * starts each peer as a process of its own, has them take turns, and compares what one
 * run has shown.
 */
@NullMarked
package io.wegrant.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * What was measured, what follows from it, and how it is shown.
 */
@NullMarked
package io.wegrant.benchmarks.figures;

import org.jspecify.annotations.NullMarked;

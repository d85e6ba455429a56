/**
 * The load generator, a process of its own. It takes orders from its standard input, a
 * line of JSON each, and answers each with what it has measured.
 */
@NullMarked
package io.wegrant.benchmarks.load;

import org.jspecify.annotations.NullMarked;

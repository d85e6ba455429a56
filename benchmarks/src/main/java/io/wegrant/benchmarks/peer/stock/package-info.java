/**
 * The provider that people build from Spring Authorization Server by its own guide to
 * extension grants. It is as plain as it can be, so that it costs no more than the
 * framework asks for.
 */
@NullMarked
package io.wegrant.benchmarks.peer.stock;

import org.jspecify.annotations.NullMarked;

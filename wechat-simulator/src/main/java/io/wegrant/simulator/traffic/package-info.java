/**
 * The calls that arrived at the WeChat API and the faults that spoil their answers. Tests
 * read the first and set the second.
 */
@NullMarked
package io.wegrant.simulator.traffic;

import org.jspecify.annotations.NullMarked;

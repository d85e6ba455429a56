/**
 * The mini-programs and the people that the simulator knows. It gives people the
 * identifiers by which mini-programs know them.
 */
@NullMarked
package io.wegrant.simulator.directory;

import org.jspecify.annotations.NullMarked;

/**
 * The side of the simulator that people and tests use. It stands in for the WeChat
 * application on a phone, and it moves the clock.
 */
@NullMarked
package io.wegrant.simulator.control;

import org.jspecify.annotations.NullMarked;

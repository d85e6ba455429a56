/**
 * The simulator of WeChat's server API: how it starts, alone or inside a test. What it
 * does lives in the packages below, one for each concern.
 */
@NullMarked
package io.wegrant.simulator;

import org.jspecify.annotations.NullMarked;

/**
 * What WeChat hands out and takes back: one-time codes, session keys and access tokens.
 * All of it lives in memory and ages by the simulator's clock.
 */
@NullMarked
package io.wegrant.simulator.credentials;

import org.jspecify.annotations.NullMarked;

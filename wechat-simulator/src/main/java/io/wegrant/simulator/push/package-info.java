/**
 * The events that WeChat pushes to the server of a mini-program: composed, encrypted and
 * signed as WeChat does it.
 */
@NullMarked
package io.wegrant.simulator.push;

import org.jspecify.annotations.NullMarked;

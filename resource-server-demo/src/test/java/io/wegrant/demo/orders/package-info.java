/**
 * The orders, as a mini-program and the provider meet them.
 */
@NullMarked
package io.wegrant.demo.orders;

import org.jspecify.annotations.NullMarked;

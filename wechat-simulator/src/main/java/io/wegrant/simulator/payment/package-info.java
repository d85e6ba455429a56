/**
 * WeChat's virtual payment: what people pay and get, and what they have in coins. It
 * plays the client's side, and tells the server of a mini-program what was paid.
 */
@NullMarked
package io.wegrant.simulator.payment;

import org.jspecify.annotations.NullMarked;

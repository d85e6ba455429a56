/**
 * WeChat's server API for mini-programs, as the wire shows it. One gateway receives every
 * call, and one endpoint for each path decides it.
 */
@NullMarked
package io.wegrant.simulator.wechat;

import org.jspecify.annotations.NullMarked;

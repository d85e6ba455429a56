/**
 * The least that any Java server must do for a login: Tomcat, one call to WeChat, one
 * row, one signature. No framework, no checks and no revocation.
 */
@NullMarked
package io.wegrant.benchmarks.peer.floor;

import org.jspecify.annotations.NullMarked;

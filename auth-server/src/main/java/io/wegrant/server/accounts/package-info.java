/**
 * Who people are: users and the WeChat identities by which they are known. An openid
 * never leaves this module except to the mini-program it belongs to and to its services.
 */
@ApplicationModule(allowedDependencies = { "audit", "secrets" })
@NullMarked
package io.wegrant.server.accounts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The wechat_code grant and the client of WeChat's server API behind it. WeChat's error
 * codes, session keys and app secrets stay in here.
 */
@ApplicationModule(allowedDependencies = { "accounts", "audit", "authorization", "clients", "connections", "limits",
		"logs", "profiles", "revocation", "sessions", "settings", "staff", "storage" })
@NullMarked
package io.wegrant.server.wechat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * What users do with their own access tokens: they read and change what is held of them,
 * see and end their sessions, take everything with them and close the account. Nobody
 * reaches anybody else's account here.
 */
@ApplicationModule(allowedDependencies = { "accounts", "audit", "authorization", "clients", "connections", "limits",
		"openapi", "profiles", "profiles :: pictures", "revocation", "sessions", "staff", "wechat" })
@NullMarked
package io.wegrant.server.selfservice;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

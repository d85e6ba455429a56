/**
 * Checks WeGrant access tokens (RFC 9068) in the service that they are meant for, without
 * a framework: the provider's keys, the tokens that it has revoked, and what a good token
 * says. It begins at {@link io.wegrant.resourceserver.AccessTokenVerifier}.
 */
@NullMarked
package io.wegrant.resourceserver;

import org.jspecify.annotations.NullMarked;

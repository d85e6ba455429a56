package io.wegrant.server.authorization;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A call that the provider itself makes to a service.
 *
 * @param resource the resource server that takes the token
 * @param lifetime how long the token is valid
 * @param scope what the token is good for there; no registration may have it
 * @param claims what else the token says
 */
public record ProviderCall(String resource, Duration lifetime, String scope, Map<String, Object> claims) {

	/**
	 * Copies the claims.
	 */
	public ProviderCall {
		claims = Map.copyOf(claims);
	}

	GrantedAccess access() {
		return new GrantedAccess(Set.of(this.scope), Set.of(this.resource));
	}

}

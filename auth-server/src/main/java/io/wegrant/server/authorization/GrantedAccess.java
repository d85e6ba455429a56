package io.wegrant.server.authorization;

import java.util.List;
import java.util.Set;

/**
 * What tokens may be used for.
 *
 * @param scopes the granted scopes
 * @param resources the resource servers that accept the tokens
 * @param forProvider whether the one token that is asked for is for the provider itself,
 * and for none of the resource servers
 */
public record GrantedAccess(Set<String> scopes, Set<String> resources, boolean forProvider) {

	/**
	 * Grants access to resource servers.
	 * @param scopes the granted scopes
	 * @param resources the resource servers that accept the tokens
	 */
	public GrantedAccess(Set<String> scopes, Set<String> resources) {
		this(scopes, resources, false);
	}

	/**
	 * Returns the {@code aud} of a token. The provider shares it with nobody, so that a
	 * service cannot use at the provider what it was handed; who has no resource server
	 * has nobody else to go to.
	 * @param issuer the issuer identifier
	 * @return the resources, or the issuer alone
	 */
	List<String> audience(String issuer) {
		return (this.forProvider || this.resources.isEmpty()) ? List.of(issuer) : List.copyOf(this.resources);
	}

}

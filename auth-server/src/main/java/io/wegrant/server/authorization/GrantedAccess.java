package io.wegrant.server.authorization;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.wegrant.server.clients.Client;

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
	 * Returns what is left of this where a client's registration has changed since.
	 * @param client the client as it is registered now
	 * @return the scopes and resource servers that it is still registered for
	 */
	public GrantedAccess leftTo(Client client) {
		return new GrantedAccess(both(this.scopes, client.scopes()), both(this.resources, client.resources()),
				this.forProvider);
	}

	/**
	 * Tells whether a token would be for the provider that was to be for resource
	 * servers: the client would take it to them.
	 * @param before what was granted, before the registration changed
	 * @return whether of its resource servers none is left
	 */
	public boolean hasLostItsResources(GrantedAccess before) {
		return !this.forProvider && this.resources.isEmpty() && !before.resources.isEmpty();
	}

	private static Set<String> both(Set<String> granted, Set<String> registered) {
		Set<String> both = new LinkedHashSet<>(granted);
		both.retainAll(registered);
		return both;
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

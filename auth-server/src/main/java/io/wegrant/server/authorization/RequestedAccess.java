package io.wegrant.server.authorization;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a token request asks for: scopes (RFC 6749 section 3.3) and resources (RFC 8707
 * section 2).
 *
 * @param scopes the scopes, none meaning all that may be had
 * @param resources the resources, none meaning all that may be had
 * @param forProvider whether the one resource is the provider itself, which is named by
 * its issuer identifier
 */
public record RequestedAccess(Set<String> scopes, Set<String> resources, boolean forProvider) {

	/**
	 * Grants what is asked for, if nothing of it goes beyond the limits. A token for the
	 * provider itself is within those of every user; for a client's own,
	 * {@link ClientTokens} says.
	 * @param scopes the scopes that may be had
	 * @param resources the resources that may be had
	 * @return the access
	 * @throws TokenRequestRefused with {@code invalid_scope} or {@code invalid_target}
	 */
	public GrantedAccess within(Set<String> scopes, Set<String> resources) {
		if (!scopes.containsAll(this.scopes)) {
			throw TokenRequestRefused.invalidScope();
		}
		if (!resources.containsAll(this.resources)) {
			throw TokenRequestRefused.invalidTarget();
		}
		return new GrantedAccess(this.scopes.isEmpty() ? scopes : this.scopes,
				this.resources.isEmpty() ? resources : this.resources, this.forProvider);
	}

	// Beside another resource, or twice, the issuer counts as one that nobody is
	// registered for: a token for the provider is for nobody else.
	static RequestedAccess of(List<String> scopes, List<String> resources, String issuer) {
		boolean forProvider = resources.equals(List.of(issuer));
		return new RequestedAccess(new LinkedHashSet<>(scopes), forProvider ? Set.of() : new LinkedHashSet<>(resources),
				forProvider);
	}

}

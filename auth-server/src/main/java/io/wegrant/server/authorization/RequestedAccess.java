package io.wegrant.server.authorization;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a token request asks for: scopes (RFC 6749 section 3.3) and resources (RFC 8707
 * section 2).
 *
 * @param scopes the scopes, none meaning all that may be had
 * @param resources the resources, none meaning all that may be had
 */
public record RequestedAccess(Set<String> scopes, Set<String> resources) {

	/**
	 * Grants what is asked for, if nothing of it goes beyond the limits.
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
				this.resources.isEmpty() ? resources : this.resources);
	}

	static RequestedAccess of(Collection<String> scopes, Collection<String> resources) {
		return new RequestedAccess(new LinkedHashSet<>(scopes), new LinkedHashSet<>(resources));
	}

}

package io.wegrant.server.accounts;

import java.util.Set;

/**
 * A user.
 *
 * @param id the internal number
 * @param sub the public, opaque identifier: 128 random bits in base64url
 * @param status whether the user may get and use tokens
 */
public record User(long id, String sub, UserStatus status) {

	/**
	 * Returns the names of the user's roles.
	 * @return the roles, which access tokens carry
	 */
	public Set<String> roles() {
		return Set.of("USER");
	}

}

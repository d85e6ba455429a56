package io.wegrant.server.authorization;

import java.util.Set;

/**
 * What tokens may be used for.
 *
 * @param scopes the granted scopes
 * @param resources the resource servers that accept the tokens
 */
public record GrantedAccess(Set<String> scopes, Set<String> resources) {

}

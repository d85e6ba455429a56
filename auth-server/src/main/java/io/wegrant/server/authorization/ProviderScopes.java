package io.wegrant.server.authorization;

import java.util.Set;

/**
 * Scopes that a client uses at the provider itself. The module whose API takes them
 * publishes this as a bean; a client that is registered for one of them may ask for
 * tokens whose audience is the provider.
 *
 * @param scopes the scopes
 */
public record ProviderScopes(Set<String> scopes) {

}

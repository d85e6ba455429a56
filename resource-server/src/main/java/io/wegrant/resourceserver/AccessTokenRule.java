package io.wegrant.resourceserver;

import java.util.Optional;

/**
 * A rule of a service's own for access tokens that are otherwise good. It is asked each
 * time a token is used, by any thread, and must not wait for anything.
 */
@FunctionalInterface
public interface AccessTokenRule {

	/**
	 * Looks at a token.
	 * @param token the token, whose signature and claims are good
	 * @return why it is refused, empty to let it pass
	 */
	Optional<String> refusal(AccessToken token);

}

package io.wegrant.resourceserver;

/**
 * Looks whether a token that is otherwise good has been revoked.
 */
@FunctionalInterface
interface RevocationCheck {

	/** For a service that does not ask: every token passes. */
	RevocationCheck NONE = (token) -> {
	};

	/**
	 * Lets the token pass or throws.
	 * @param token the token
	 * @throws NotAcceptedException if it has been revoked, or that cannot be said and is
	 * needed
	 */
	void check(VerifiedToken token);

}

package io.wegrant.resourceserver;

import java.util.Locale;

/**
 * What became of a Security Event Token, as the meters count it.
 */
enum EventResult {

	/** It is good. */
	ACCEPTED,

	/** It is good, and of a type that is not known. */
	UNKNOWN,

	/** It is no event as the provider writes it, or not of now. */
	INVALID_REQUEST,

	/** It was not signed with a key of the provider. */
	INVALID_KEY,

	/** It is from somebody else. */
	INVALID_ISSUER,

	/** It is meant for other services. */
	INVALID_AUDIENCE,

	/** It could not be checked because no key of the provider is known. */
	UNAVAILABLE;

	static EventResult of(TokenResult rule) {
		return switch (rule) {
			case KEY, SIGNATURE -> INVALID_KEY;
			case ISSUER -> INVALID_ISSUER;
			case AUDIENCE -> INVALID_AUDIENCE;
			case UNAVAILABLE -> UNAVAILABLE;
			default -> INVALID_REQUEST;
		};
	}

	/**
	 * Answers how RFC 8935 section 2.4 calls it.
	 * @return the code
	 */
	String err() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Answers its name as meters have it.
	 * @return the name in lower case, with hyphens
	 */
	String label() {
		return err().replace('_', '-');
	}

}

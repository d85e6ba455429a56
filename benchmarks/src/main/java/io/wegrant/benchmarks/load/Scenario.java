package io.wegrant.benchmarks.load;

/**
 * What is asked of a peer.
 */
public enum Scenario {

	/**
	 * A login of a person whom the peer has not seen before.
	 */
	FIRST_LOGIN("first login"),

	/**
	 * A login of a person who has an account.
	 */
	RETURNING_LOGIN("returning login"),

	/**
	 * A refresh of a session.
	 */
	REFRESH("refresh"),

	/**
	 * A question about an access token.
	 */
	INTROSPECTION("introspection"),

	/**
	 * The end of a session, by its refresh token.
	 */
	REVOCATION("revocation"),

	/**
	 * A token for a service.
	 */
	CLIENT_CREDENTIALS("client_credentials"),

	/**
	 * The public keys.
	 */
	JWKS("JWKS"),

	/**
	 * A call to a service with a token that it has seen before.
	 */
	KNOWN_TOKEN("service call, known token"),

	/**
	 * A call to a service with a token that it has not seen before.
	 */
	NEW_TOKEN("service call, first sight of the token");

	private final String title;

	Scenario(String title) {
		this.title = title;
	}

	/**
	 * Returns what it is called in tables.
	 * @return the title
	 */
	public String title() {
		return this.title;
	}

}

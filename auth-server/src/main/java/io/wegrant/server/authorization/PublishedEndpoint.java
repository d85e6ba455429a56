package io.wegrant.server.authorization;

/**
 * An endpoint that the metadata document (RFC 8414) names. The module that serves it
 * publishes this as a bean.
 *
 * @param name the name that the document has for it, such as {@code jwks_uri}
 * @param path the path below the issuer
 * @param callers who may call it
 */
public record PublishedEndpoint(String name, String path, Callers callers) {

	/**
	 * Who may call an endpoint.
	 */
	public enum Callers {

		/** Whoever wants to: it is a document, to be read only. */
		EVERYBODY,

		/** Clients, be they public or confidential. */
		CLIENTS,

		/** Clients that authenticate with a secret or a key. */
		CONFIDENTIAL_CLIENTS,

		/** Users, with their access tokens. */
		USERS

	}

}

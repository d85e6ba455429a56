package io.wegrant.server.sessions;

import java.util.Map;

import io.wegrant.server.clients.Client;

/**
 * What access tokens of a session say beside what each of them does. A module that has
 * something to say publishes one as a bean.
 */
@FunctionalInterface
public interface SessionClaims {

	/**
	 * Returns what the access tokens of a session say.
	 * @param client the client of the session
	 * @param session the session
	 * @return the claims by their names
	 */
	Map<String, Object> of(Client client, GrantedSession session);

}

package io.wegrant.server.clients;

import java.net.URI;
import java.util.List;

/**
 * Where some of WeChat's pushes go.
 *
 * @param events the names of events, or the types of messages that are no events; one
 * that ends with {@code *} stands for all that begin so
 * @param url where they are posted to
 * @param resource what the token says that it is for, which goes with them (RFC 8707)
 */
public record PushRoute(List<String> events, URI url, String resource) {

	/**
	 * Copies the list.
	 */
	public PushRoute {
		events = List.copyOf(events);
	}

}

package io.wegrant.server.wechat.events;

import java.util.Locale;

import io.wegrant.server.clients.Client;
import io.wegrant.server.clients.PushRoute;

/**
 * A service that takes some of the pushes.
 *
 * @param client the service's client
 * @param route which ones, and where
 */
record Receiver(Client client, PushRoute route) {

	private static final String ANY = "*";

	private static final int EXACT = Integer.MAX_VALUE;

	private static final int NONE = -1;

	/**
	 * Tells how closely the route names a message.
	 * @param name the message's name in lower case
	 * @return more for more of the name, most for all of it, and less than 0 if it does
	 * not name it
	 */
	int closeness(String name) {
		return this.route.events().stream().map((event) -> event.toLowerCase(Locale.ROOT)).mapToInt((event) -> {
			if (!event.endsWith(ANY)) {
				return event.equals(name) ? EXACT : NONE;
			}
			int length = event.length() - ANY.length();
			return name.regionMatches(0, event, 0, length) ? length : NONE;
		}).max().orElse(NONE);
	}

}

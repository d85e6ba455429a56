package io.wegrant.server.wechat.events;

import java.util.Comparator;
import java.util.Optional;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.clients.Clients;

/**
 * Which service takes which pushes: those that enabled services are registered for.
 */
final class PushRoutes {

	private final Clients clients;

	PushRoutes(Clients clients) {
		this.clients = clients;
	}

	/**
	 * Finds who takes a message.
	 * @param appid the mini-program that it is about
	 * @param name its name, in lower case
	 * @return the service whose route names it, or else the longest beginning of it
	 */
	Optional<Receiver> find(Appid appid, String name) {
		// Two have the same only while one of them is being registered.
		return this.clients.all()
			.stream()
			.filter((client) -> client.wechat().apps().contains(appid.value()))
			.flatMap((client) -> client.wechat().pushRoutes().stream().map((route) -> new Receiver(client, route)))
			.filter((receiver) -> receiver.closeness(name) >= 0)
			.max(Comparator.comparingInt((Receiver receiver) -> receiver.closeness(name))
				.thenComparing((receiver) -> receiver.client().clientId().value()));
	}

}

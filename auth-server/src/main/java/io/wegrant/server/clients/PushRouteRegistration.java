package io.wegrant.server.clients;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * Where some of the pushes go that WeChat makes for the service's mini-programs.
 *
 * @param events the names of events such as {@code xpay_goods_deliver_notify}, or the
 * types of messages such as {@code text}; one that ends with {@code *} stands for all
 * that begin so. An exact name goes before the longest beginning
 * @param url where they are posted to
 * @param resource the resource server that the token is for which goes with them; the
 * client's only one if absent
 */
record PushRouteRegistration(@DefaultValue List<String> events, @Nullable String url, @Nullable String resource) {

	private static final Pattern EVENT = Pattern.compile("[A-Za-z0-9_]{1,64}\\*?|\\*");

	private static final int MAX_EVENTS = 50;

	void check(SettingsCheck check, Set<String> resources) {
		check.that("events", !this.events.isEmpty() && this.events.size() <= MAX_EVENTS && this.events.stream()
			.allMatch((each) -> EVENT.matcher(each).matches()), "must be 1 to " + MAX_EVENTS
					+ " names of events or types of messages, of letters, digits and _, or the beginning of them and *");
		check.required("url", this.url, "where pushes are posted to");
		Destination.check(check, this.url, resources, this.resource);
	}

	PushRoute route(Set<String> resources) {
		return new PushRoute(this.events, URI.create(String.valueOf(this.url)),
				Destination.resource(this.resource, resources));
	}

}

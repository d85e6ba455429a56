package io.wegrant.server.clients;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.wegrant.server.settings.SettingsCheck;

/**
 * Where the service hears what happens to accounts.
 *
 * @param events what it hears there: {@code account-purged}, {@code account-disabled},
 * {@code account-enabled}, {@code token-claims-change}, {@code phone-changed},
 * {@code user-merged}, or {@code *} for all of them
 * @param url where it is posted to, as RFC 8935 says
 * @param resource the audience of what is posted; the client's only resource if absent
 */
record EventReceiverRegistration(@DefaultValue List<String> events, @Nullable String url, @Nullable String resource) {

	private static final String ANY = "*";

	private static final String NAMES = Arrays.stream(AccountEventType.values())
		.map(AccountEventType::value)
		.collect(Collectors.joining(", "));

	void check(SettingsCheck check, Set<String> resources) {
		check.that("events",
				!this.events.isEmpty() && this.events.stream().allMatch(EventReceiverRegistration::isKnown),
				"must be some of " + NAMES + ", or *");
		check.required("url", this.url, "where account events are posted to");
		Destination.check(check, this.url, resources, this.resource);
	}

	Set<AccountEventType> types() {
		return this.events.contains(ANY) ? EnumSet.allOf(AccountEventType.class)
				: this.events.stream()
					.map(AccountEventType::of)
					.flatMap(Optional::stream)
					.collect(Collectors.toCollection(() -> EnumSet.noneOf(AccountEventType.class)));
	}

	EventReceiver receiver(Set<String> resources) {
		return new EventReceiver(types(), URI.create(String.valueOf(this.url)),
				Destination.resource(this.resource, resources));
	}

	private static boolean isKnown(String event) {
		return ANY.equals(event) || AccountEventType.of(event).isPresent();
	}

}

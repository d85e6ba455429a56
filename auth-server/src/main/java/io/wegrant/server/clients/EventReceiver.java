package io.wegrant.server.clients;

import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.StringUtils;

/**
 * Where a service hears what happens to accounts.
 *
 * @param events what it hears there
 * @param url where it is posted to (RFC 8935)
 * @param resource the audience of what is posted
 */
public record EventReceiver(Set<AccountEventType> events, URI url, String resource) {

	private static final String LINE = "\n";

	/**
	 * Copies the set.
	 */
	public EventReceiver {
		events = Set.copyOf(events);
	}

	/**
	 * Writes receivers as they are stored.
	 * @param receivers the receivers
	 * @return a line for each: its URL, its resource and its events
	 */
	static String stored(Collection<EventReceiver> receivers) {
		return receivers.stream().map(EventReceiver::line).collect(Collectors.joining(LINE));
	}

	/**
	 * Reads receivers that are stored.
	 * @param value what {@link #stored(Collection)} gave
	 * @return the receivers
	 */
	static List<EventReceiver> read(String value) {
		return value.lines().map(EventReceiver::parse).toList();
	}

	private String line() {
		return Stream
			.concat(Stream.of(this.url.toString(), this.resource),
					this.events.stream().sorted(Comparator.naturalOrder()).map(Enum::name))
			.collect(Collectors.joining(" "));
	}

	private static EventReceiver parse(String line) {
		List<String> values = List.of(StringUtils.tokenizeToStringArray(line, " "));
		return new EventReceiver(values.stream()
			.skip(2)
			// A newer version may have written others.
			.flatMap((name) -> AccountEventType.named(name).stream())
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(AccountEventType.class))), URI.create(values.get(0)),
				values.get(1));
	}

}

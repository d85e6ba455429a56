package io.wegrant.server.wechat.events;

import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what becomes of WeChat's pushes. Nothing that is sent becomes a tag.
 */
final class EventMeters {

	private static final Set<String> EVENTS = Set.of(WithdrawnAuthorizations.REVOKED, WithdrawnAuthorizations.CANCELLED,
			"user_info_modified");

	private final MeterRegistry meters;

	EventMeters(MeterRegistry meters) {
		this.meters = meters;
	}

	void refused(PushRefused refused) {
		count("none", refused.outcome());
	}

	void repeated() {
		count("none", "repeated");
	}

	void taken(String event, boolean obeyed) {
		count(EVENTS.contains(event) ? event : "other", obeyed ? "obeyed" : "ignored");
	}

	private void count(String event, String outcome) {
		this.meters.counter("wegrant.wechat.events", "event", event, "outcome", outcome).increment();
	}

}

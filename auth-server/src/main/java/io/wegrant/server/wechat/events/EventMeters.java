package io.wegrant.server.wechat.events;

import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what becomes of WeChat's pushes. Nothing that is sent becomes a tag.
 */
final class EventMeters {

	/** All events of payments. */
	static final String PAYMENTS = "xpay";

	private static final Set<String> EVENTS = Set.of(WithdrawnAuthorizations.REVOKED, WithdrawnAuthorizations.CANCELLED,
			"user_info_modified", EventMeters.PAYMENTS);

	private static final Set<PushOutcome> REFUSALS = Set.of(PushOutcome.FORGED, PushOutcome.REPLAYED,
			PushOutcome.UNDECIPHERABLE);

	private final MeterRegistry meters;

	EventMeters(MeterRegistry meters) {
		this.meters = meters;
	}

	/**
	 * Counts a push.
	 * @param event its event, in lower case; of what is refused it does not matter
	 * @param outcome what becomes of it
	 */
	void count(String event, PushOutcome outcome) {
		String known = EVENTS.contains(event) ? event : "other";
		this.meters
			.counter("wegrant.wechat.events", "event", REFUSALS.contains(outcome) ? "none" : known, "outcome",
					outcome.tag())
			.increment();
	}

}

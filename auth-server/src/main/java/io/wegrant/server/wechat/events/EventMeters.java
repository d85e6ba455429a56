package io.wegrant.server.wechat.events;

import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what becomes of WeChat's pushes. Nothing that is sent becomes a tag.
 */
final class EventMeters {

	private static final Set<String> EVENTS = Set.of(WithdrawnAuthorizations.REVOKED, WithdrawnAuthorizations.CANCELLED,
			"user_info_modified");

	private static final Set<PushOutcome> REFUSALS = Set.of(PushOutcome.FORGED, PushOutcome.REPLAYED,
			PushOutcome.UNDECIPHERABLE);

	private final MeterRegistry meters;

	EventMeters(MeterRegistry meters) {
		this.meters = meters;
	}

	/**
	 * Counts a push whose message could be read.
	 * @param message the message
	 * @param outcome what becomes of it
	 */
	void count(PushMessage message, PushOutcome outcome) {
		count(event(message), outcome);
	}

	/**
	 * Counts a push whose message was not or could not be read.
	 * @param outcome what becomes of it
	 */
	void count(PushOutcome outcome) {
		count(REFUSALS.contains(outcome) ? "none" : "other", outcome);
	}

	private void count(String event, PushOutcome outcome) {
		this.meters.counter("wegrant.wechat.events", "event", event, "outcome", outcome.tag()).increment();
	}

	private static String event(PushMessage message) {
		if (message.isOfUser()) {
			return "message";
		}
		if (message.isOfPayment()) {
			return "xpay";
		}
		return EVENTS.contains(message.event()) ? message.event() : "other";
	}

}

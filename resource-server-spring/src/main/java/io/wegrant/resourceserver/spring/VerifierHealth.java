package io.wegrant.resourceserver.spring;

import java.util.LinkedHashMap;
import java.util.Map;

import io.wegrant.resourceserver.VerifierState;

/**
 * What the health of a service says of its checks of tokens.
 * <p>
 * A service that accepts tokens while stale stays in rotation: {@code STALE} is answered
 * with 200, and is no reason for the aggregate to differ from {@code UP} unless the
 * service lists it in {@code management.endpoint.health.status.order}. One that refuses
 * them, or knows no key, is {@code OUT_OF_SERVICE}.
 *
 * @param status {@code UP}, {@code STALE} or {@code OUT_OF_SERVICE}
 * @param description what the status means, where it is one of our own
 * @param details how old keys and revocations are, in seconds, and how many there are
 */
public record VerifierHealth(String status, String description, Map<String, Object> details) {

	/**
	 * Tells the health from a state.
	 * @param state the state of the verifier
	 * @return the health
	 */
	public static VerifierHealth of(VerifierState state) {
		Map<String, Object> details = new LinkedHashMap<>();
		state.revocations().ifPresent((known) -> describe(known, details));
		state.keysAge().ifPresent((age) -> details.put("keysAge", age.toSeconds()));
		if (!state.isReady()) {
			return new VerifierHealth("OUT_OF_SERVICE", "", details);
		}
		boolean stale = state.revocations().filter(VerifierState.Revocations::stale).isPresent();
		return stale ? new VerifierHealth("STALE", "Revocations may have been missed", details)
				: new VerifierHealth("UP", "", details);
	}

	private static void describe(VerifierState.Revocations revocations, Map<String, Object> details) {
		String followed = revocations.stale() ? "stale" : "followed";
		details.put("feed", revocations.absent() ? "no feed" : followed);
		revocations.age().ifPresent((age) -> details.put("feedAge", age.toSeconds()));
		details.put("entries", revocations.entries());
	}

}

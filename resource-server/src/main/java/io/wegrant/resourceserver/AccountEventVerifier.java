package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Verifies the Security Event Tokens (RFC 8417) by which the provider tells a service
 * what has happened to accounts. The provider pushes them to an address of the service
 * (RFC 8935): <pre>{@code
 * EventVerification found = verifier.accountEvents().verify(body);
 * if (found instanceof EventVerification.Accepted accepted) {
 *     listener.onEvent(accepted.event());
 * }
 * }</pre> It has the keys, issuer, audiences, algorithms, clock and clock skew of the
 * {@link AccessTokenVerifier} that it is of, and needs no rule for who may call the
 * address: what proves the event is its signature. Each event is checked in full, and
 * only if it was signed in the past five minutes. All methods may be called by any number
 * of threads at once.
 */
public final class AccountEventVerifier {

	/**
	 * The longest event that is looked at, in characters and bytes. The answer to a
	 * longer body is 413.
	 */
	public static final int MAX_LENGTH = 64 << 10;

	/** Events that may wait for the provider's keys at one time; it sends them again. */
	private static final int MOST_WAITING = 100;

	private static final System.Logger logger = System.getLogger(AccountEventVerifier.class.getName());

	private final AccountEventCheck check;

	private final Duration retryAfter;

	private final OutcomeCounts<EventResult> results = new OutcomeCounts<>(EventResult.class);

	private final WaitingRoom<EventVerification> waiting = new WaitingRoom<>(MOST_WAITING, this::unavailable);

	AccountEventVerifier(AccountEventCheck check, Duration retryAfter) {
		this.check = check;
		this.retryAfter = retryAfter;
	}

	/**
	 * Verifies an event. While no key of the provider is known, and for one event in a
	 * while that names an unknown key, it waits until the provider has answered, for some
	 * seconds at most; otherwise it answers at once.
	 * @param token the body of the request, whose {@code Content-Type} is
	 * {@code application/secevent+jwt}
	 * @return what is found; never an exception because of the event
	 */
	public EventVerification verify(String token) {
		try {
			return verify(token, Waiting.ALLOWED);
		}
		catch (KeysAwaitedException ex) {
			throw new IllegalStateException("It may wait, and is asked not to", ex);
		}
	}

	/**
	 * Verifies an event without keeping the calling thread waiting for anything, as event
	 * loops need it. Nearly always the stage is complete when it is returned; where
	 * {@link #verify(String)} would wait, a thread of the verifier waits and completes
	 * it.
	 * @param token the body of the request
	 * @return what is found; it never completes exceptionally because of the event
	 */
	public CompletionStage<EventVerification> verifyAsync(String token) {
		try {
			return CompletableFuture.completedStage(verify(token, Waiting.REFUSED));
		}
		catch (KeysAwaitedException ex) {
			return this.waiting.enter(() -> verify(token));
		}
	}

	private EventVerification verify(String token, Waiting waiting) throws KeysAwaitedException {
		try {
			EventVerification found = this.check.check(token, waiting);
			if (found instanceof EventVerification.Unknown unknown) {
				logger.log(System.Logger.Level.DEBUG,
						() -> "Nothing is done about event " + unknown.id() + " of the unknown type " + unknown.type());
				this.results.add(EventResult.UNKNOWN);
			}
			else {
				this.results.add(EventResult.ACCEPTED);
			}
			return found;
		}
		catch (NotAcceptedException ex) {
			logger.log(System.Logger.Level.DEBUG, () -> "An event is not accepted: " + ex.detail());
			return notAccepted(ex);
		}
	}

	private EventVerification notAccepted(NotAcceptedException cause) {
		EventResult result = EventResult.of(cause.result());
		if (result == EventResult.UNAVAILABLE) {
			return unavailable();
		}
		this.results.add(result);
		return new EventVerification.Refused(result.err(), String.valueOf(cause.getMessage()));
	}

	private EventVerification unavailable() {
		this.results.add(EventResult.UNAVAILABLE);
		return new EventVerification.Unavailable(this.retryAfter);
	}

	/**
	 * Hands over how many events there were, by what was found. The figures are read when
	 * they are asked for.
	 * @param meters where they go
	 */
	public void bindTo(Meters meters) {
		for (EventResult result : EventResult.values()) {
			meters.counter("account-events", "Account events that the provider has sent", result.label(),
					() -> this.results.count(result));
		}
	}

	void close() {
		this.waiting.close();
	}

}

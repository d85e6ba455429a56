package io.wegrant.resourceserver.spring;

import java.util.Locale;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.AccountEvent;
import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.AccountEventVerifier;
import io.wegrant.resourceserver.EventVerification;

/**
 * Takes account events from the provider (RFC 8935) and hands them to all listeners of
 * the service, one after the other. The first that throws ends it: then the event is not
 * taken, and the provider sends it again.
 */
public final class AccountEventReceiver {

	private static final String TYPE = "application/secevent+jwt";

	private final Log logger = LogFactory.getLog(AccountEventReceiver.class);

	private final AccountEventVerifier verifier;

	private final ObjectProvider<AccountEventListener> listeners;

	private AccountEventReceiver(AccountEventVerifier verifier, ObjectProvider<AccountEventListener> listeners) {
		this.verifier = verifier;
		this.listeners = listeners;
	}

	/**
	 * Makes the receiver of a service.
	 * @param verifiers the verifier of the service's access tokens
	 * @param listeners the listeners, looked up anew for each event
	 * @return the receiver
	 * @throws SetupException if there is no verifier
	 */
	public static AccountEventReceiver of(ObjectProvider<AccessTokenVerifier> verifiers,
			ObjectProvider<AccountEventListener> listeners) {
		AccessTokenVerifier verifier = verifiers.getIfAvailable();
		if (verifier == null) {
			throw new SetupException(
					"There is an AccountEventListener, and nothing that could check account events: the service has a"
							+ " decoder of its own, and no AccessTokenVerifier.",
					"Define a bean of type io.wegrant.resourceserver.AccessTokenVerifier, or remove the decoder or the"
							+ " listener.");
		}
		return new AccountEventReceiver(verifier.accountEvents(), listeners);
	}

	/**
	 * Returns what verifies the events.
	 * @return the verifier
	 */
	public AccountEventVerifier verifier() {
		return this.verifier;
	}

	/**
	 * Refuses a request by what comes before its body.
	 * @param method the method
	 * @param type the value of {@code Content-Type}, if there is one
	 * @param length the length of the body, negative if it is not known
	 * @return the refusal, empty if the body is to be read
	 */
	public static Optional<AccountEventAnswer> refusal(String method, @Nullable String type, long length) {
		if (!method.equals("POST")) {
			return Optional.of(AccountEventAnswer.WRONG_METHOD);
		}
		if (type == null || !type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT).equals(TYPE)) {
			return Optional.of(AccountEventAnswer.WRONG_TYPE);
		}
		return (length > AccountEventVerifier.MAX_LENGTH) ? Optional.of(AccountEventAnswer.TOO_LONG) : Optional.empty();
	}

	/**
	 * Has a good event dealt with, which takes as long as the listeners do, and says what
	 * to answer.
	 * @param found what the verifier has found of the body
	 * @return the answer
	 */
	public AccountEventAnswer answer(EventVerification found) {
		if (found instanceof EventVerification.Accepted accepted) {
			return tell(accepted.event()) ? AccountEventAnswer.TAKEN : AccountEventAnswer.FAILED;
		}
		if (found instanceof EventVerification.Refused refused) {
			return AccountEventAnswer.of(refused);
		}
		return (found instanceof EventVerification.Unavailable unavailable) ? AccountEventAnswer.of(unavailable)
				: AccountEventAnswer.TAKEN;
	}

	private boolean tell(AccountEvent event) {
		try {
			this.listeners.orderedStream().forEach((listener) -> listener.onEvent(event));
			return true;
		}
		// Whatever it is: what is not answered with 202 comes again.
		catch (Throwable ex) {
			this.logger.error("A listener failed at account event " + event.id() + ", which will be sent again", ex);
			return false;
		}
	}

}

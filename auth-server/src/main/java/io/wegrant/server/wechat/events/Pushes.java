package io.wegrant.server.wechat.events;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.wechat.events.TakenPushes.Coming;

/**
 * Takes WeChat's pushes: does what is the provider's own to do, and has the rest go on to
 * the service that is registered for it. One that comes again, as WeChat repeats what was
 * not answered within 5 seconds, is not obeyed again, at whichever node, and goes on
 * again. In clear the signature does not cover the body: what came under it first is all
 * that it is good for, be that a push that nobody here acts on or the verification of the
 * URL.
 */
final class Pushes {

	private static final Logger logger = LoggerFactory.getLogger(Pushes.class);

	private final OwnEvents ownEvents;

	private final Deliveries deliveries;

	private final TakenPushes taken;

	private final TransactionTemplate transactions;

	private final PushAnswers answers;

	private final EventMeters meters;

	Pushes(OwnEvents ownEvents, Deliveries deliveries, TakenPushes taken, TransactionTemplate transactions,
			PushAnswers answers, EventMeters meters) {
		this.ownEvents = ownEvents;
		this.deliveries = deliveries;
		this.taken = taken;
		this.transactions = transactions;
		this.answers = answers;
		this.meters = meters;
	}

	/**
	 * Takes the verification of the URL.
	 * @param request the request that it came in
	 * @param echo what WeChat wants to hear
	 * @return what becomes of it, {@link PushOutcome#IGNORED} if WeChat is to hear it
	 */
	PushOutcome verify(SignedRequest request, String echo) {
		boolean isReplayed = request.settings().encodingAesKey().isEmpty() && this.transactions.execute(
				(status) -> this.taken.note(request, echo.getBytes(StandardCharsets.UTF_8))) == Coming.WITH_ANOTHER;
		PushOutcome outcome = isReplayed ? PushOutcome.REPLAYED : PushOutcome.IGNORED;
		if (isReplayed) {
			this.meters.count(outcome);
			tell(request, outcome);
		}
		return outcome;
	}

	/**
	 * Takes a push.
	 * @param request the request that it came in
	 * @param body its body
	 * @return what WeChat hears
	 */
	PushAnswer take(SignedRequest request, byte[] body) {
		long receivedNanos = System.nanoTime();
		return request.settings()
			.encodingAesKey()
			.map((key) -> takeEncrypted(request, key, body, receivedNanos))
			.orElseGet(() -> takePlain(request, body, receivedNanos));
	}

	// Not even what is refused leaves the signature to somebody else.
	private PushAnswer takePlain(SignedRequest request, byte[] body, long receivedNanos) {
		Optional<PushMessage> message = PushMessage.read(body);
		PushOutcome own = this.transactions.execute((status) -> {
			Coming coming = this.taken.note(request, body);
			if (coming == Coming.WITH_ANOTHER) {
				return PushOutcome.REPLAYED;
			}
			if (request.isEncrypted()) {
				return PushOutcome.FORGED;
			}
			return message.map((each) -> obey(request, each, coming)).orElse(PushOutcome.MALFORMED);
		});
		return (own.status().isError() || message.isEmpty()) ? end(request, own)
				: goOn(request, message.get(), own, receivedNanos);
	}

	private PushAnswer takeEncrypted(SignedRequest request, String key, byte[] body, long receivedNanos) {
		Optional<String> ciphertext = PushMessage.read(body)
			.flatMap((envelope) -> envelope.text("Encrypt"))
			.filter(request::hasSigned);
		if (!request.isEncrypted() || ciphertext.isEmpty()) {
			return end(request, PushOutcome.FORGED);
		}
		Optional<byte[]> plain = PushCipher.decrypt(key, request.appid(), ciphertext.get());
		if (plain.isEmpty()) {
			return end(request, PushOutcome.UNDECIPHERABLE);
		}
		return PushMessage.read(plain.get())
			.map((message) -> goOn(request, message, obeyEncrypted(request, message), receivedNanos))
			.orElseGet(() -> end(request, PushOutcome.MALFORMED));
	}

	// Its signature covers it; that it came before matters only where it was obeyed.
	private PushOutcome obeyEncrypted(SignedRequest request, PushMessage message) {
		return this.ownEvents.include(message)
				? this.transactions
					.execute((status) -> obey(request, message, this.taken.note(request, message.content())))
				: PushOutcome.IGNORED;
	}

	private PushOutcome obey(SignedRequest request, PushMessage message, Coming coming) {
		if (coming != Coming.FIRST) {
			return PushOutcome.REPEATED;
		}
		return this.ownEvents.include(message) ? this.ownEvents.obey(request, message) : PushOutcome.IGNORED;
	}

	private PushAnswer end(SignedRequest request, PushOutcome outcome) {
		this.meters.count(outcome);
		tell(request, outcome);
		return this.answers.to(outcome);
	}

	// What was done here is done, whatever becomes of the rest.
	private PushAnswer goOn(SignedRequest request, PushMessage message, PushOutcome own, long receivedNanos) {
		boolean isOwn = this.ownEvents.include(message);
		if (isOwn) {
			tell(request, message, own);
		}
		Optional<Delivery> delivery = this.deliveries.deliver(request.appid(), message, receivedNanos);
		if (delivery.isPresent()) {
			return answer(request, message, delivery.get());
		}
		if (isOwn) {
			return this.answers.to(own);
		}
		return answerAlone(request, message, own);
	}

	private PushAnswer answer(SignedRequest request, PushMessage message, Delivery delivery) {
		if (delivery instanceof Delivery.Answered answered) {
			this.meters.count(message, PushOutcome.DELIVERED);
			return this.answers.passOn(request, message, answered.body());
		}
		this.meters.count(message, PushOutcome.UNDELIVERED);
		return this.answers.unavailable(message);
	}

	private PushAnswer answerAlone(SignedRequest request, PushMessage message, PushOutcome own) {
		if (message.isOfPayment()) {
			tell(request, message, PushOutcome.UNANSWERED);
			return this.answers.unavailable(message);
		}
		if (!message.isOfUser()) {
			tell(request, message, own);
			return this.answers.to(own);
		}
		Optional<PushAnswer> handOver = this.answers.handOver(request, message);
		PushOutcome outcome = handOver.isPresent() ? PushOutcome.HANDED_OVER : PushOutcome.MALFORMED;
		tell(request, message, outcome);
		return handOver.orElseGet(() -> this.answers.to(outcome));
	}

	private void tell(SignedRequest request, PushMessage message, PushOutcome outcome) {
		this.meters.count(message, outcome);
		tell(request, outcome);
	}

	private static void tell(SignedRequest request, PushOutcome outcome) {
		if (outcome == PushOutcome.MALFORMED || outcome.status().isError()) {
			logger.warn("A push to {} was not acted on: {}", request.appid(), outcome.tag());
		}
	}

}

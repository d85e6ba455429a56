package io.wegrant.server.wechat.events;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;

import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.WechatAccount;
import io.wegrant.server.wechat.events.TakenPushes.Coming;

/**
 * Takes WeChat's pushes. One that comes again, as WeChat repeats what was not answered
 * within 5 seconds, is taken and not obeyed again, at whichever node. In clear the
 * signature does not cover the body: what came under it first is all that it is good for,
 * be that a push that nobody here acts on or the verification of the URL.
 */
final class Pushes {

	private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private static final Pattern SECOND = Pattern.compile("[0-9]{10}");

	/** What begins so is about money, and WeChat asks what has become of it. */
	private static final String PAYMENTS = "xpay_";

	private static final Logger logger = LoggerFactory.getLogger(Pushes.class);

	private final WithdrawnAuthorizations withdrawals;

	private final TakenPushes taken;

	private final TransactionTemplate transactions;

	private final EventMeters meters;

	Pushes(WithdrawnAuthorizations withdrawals, TakenPushes taken, TransactionTemplate transactions,
			EventMeters meters) {
		this.withdrawals = withdrawals;
		this.taken = taken;
		this.transactions = transactions;
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
		Verdict verdict = new Verdict("", isReplayed ? PushOutcome.REPLAYED : PushOutcome.IGNORED);
		if (isReplayed) {
			tell(request, verdict);
		}
		return verdict.outcome();
	}

	/**
	 * Takes a push.
	 * @param request the request that it came in
	 * @param body its body
	 * @return what becomes of it
	 */
	PushOutcome take(SignedRequest request, byte[] body) {
		Verdict verdict = request.settings()
			.encodingAesKey()
			.map((key) -> takeEncrypted(request, key, body))
			.orElseGet(() -> takePlain(request, body));
		tell(request, verdict);
		return verdict.outcome();
	}

	// Not even what is refused leaves the signature to somebody else.
	private Verdict takePlain(SignedRequest request, byte[] body) {
		Optional<PushMessage> message = PushMessage.read(body);
		return this.transactions.execute((status) -> {
			Coming coming = this.taken.note(request, body);
			if (coming == Coming.WITH_ANOTHER) {
				return new Verdict("", PushOutcome.REPLAYED);
			}
			if (request.isEncrypted()) {
				return new Verdict("", PushOutcome.FORGED);
			}
			return message.map((each) -> obey(request, each, coming))
				.orElseGet(() -> new Verdict("", PushOutcome.MALFORMED));
		});
	}

	private Verdict takeEncrypted(SignedRequest request, String key, byte[] body) {
		Optional<String> ciphertext = PushMessage.read(body)
			.flatMap((envelope) -> envelope.text("Encrypt"))
			.filter(request::hasSigned);
		if (!request.isEncrypted() || ciphertext.isEmpty()) {
			return new Verdict("", PushOutcome.FORGED);
		}
		Optional<byte[]> plain = PushCipher.decrypt(key, request.appid(), ciphertext.get());
		if (plain.isEmpty()) {
			return new Verdict("", PushOutcome.UNDECIPHERABLE);
		}
		return PushMessage.read(plain.get())
			.map((message) -> obeyEncrypted(request, message, plain.get()))
			.orElseGet(() -> new Verdict("", PushOutcome.MALFORMED));
	}

	// Its signature covers it; that it came before matters only where it was obeyed.
	private Verdict obeyEncrypted(SignedRequest request, PushMessage message, byte[] plain) {
		if (!this.withdrawals.concerns(event(message))) {
			return obey(request, message, Coming.FIRST);
		}
		return this.transactions.execute((status) -> obey(request, message, this.taken.note(request, plain)));
	}

	private Verdict obey(SignedRequest request, PushMessage message, Coming coming) {
		String event = event(message);
		if (event.startsWith(PAYMENTS)) {
			return new Verdict(EventMeters.PAYMENTS, PushOutcome.UNANSWERED);
		}
		if (coming != Coming.FIRST) {
			return new Verdict(event, PushOutcome.REPEATED);
		}
		if (!this.withdrawals.concerns(event)) {
			return new Verdict(event, PushOutcome.IGNORED);
		}
		Optional<Openid> openid = message.text("OpenID")
			.filter((value) -> OPENID.matcher(value).matches())
			.map(Openid::new);
		boolean isOfThisOne = message.text("AppID").filter((appid) -> !appid.equals(request.appid().value())).isEmpty();
		if (openid.isEmpty() || !isOfThisOne) {
			return new Verdict(event, PushOutcome.MALFORMED);
		}
		String second = message.text("CreateTime")
			.filter((value) -> SECOND.matcher(value).matches())
			.orElse(request.timestamp());
		boolean isObeyed = this.withdrawals.obey(new WechatAccount(request.appid(), openid.get()), event,
				withdrawn(message), Long.parseLong(second));
		return new Verdict(event, isObeyed ? PushOutcome.OBEYED : PushOutcome.IGNORED);
	}

	// WeChat itself writes the type in two ways, and developers have seen events in two.
	private static String event(PushMessage message) {
		return message.text("MsgType")
			.filter("event"::equalsIgnoreCase)
			.flatMap((type) -> message.text("Event"))
			.map((event) -> event.strip().toLowerCase(Locale.ROOT))
			.orElse("");
	}

	// What a plug-in was authorised to do is the plug-in's.
	private static Withdrawn withdrawn(PushMessage message) {
		boolean isOfPlugin = message.text("PluginID").filter(StringUtils::hasText).isPresent();
		return Withdrawn.of(isOfPlugin ? "" : message.text(PushMessage.REVOKE_INFO).orElse(""));
	}

	private void tell(SignedRequest request, Verdict verdict) {
		PushOutcome outcome = verdict.outcome();
		this.meters.count(verdict.event(), outcome);
		if (outcome == PushOutcome.MALFORMED || outcome == PushOutcome.UNANSWERED || outcome.status().isError()) {
			logger.warn("A push to {} was not acted on: {}", request.appid(), outcome.tag());
		}
	}

	private record Verdict(String event, PushOutcome outcome) {
	}

}

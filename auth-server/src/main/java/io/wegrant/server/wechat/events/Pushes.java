package io.wegrant.server.wechat.events;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.util.StringUtils;

import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.WechatAccount;

/**
 * Takes WeChat's pushes. One that comes again, as WeChat repeats what was not answered
 * within 5 seconds, is taken and not obeyed again; another body under the same signature
 * is refused, since in clear the signature does not cover it.
 */
final class Pushes {

	private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private static final Pattern SECOND = Pattern.compile("[0-9]{10}");

	private static final int MAX_REMEMBERED = 10_000;

	/** A signature is good from five minutes before its time to five minutes after. */
	private static final Duration MEMORY = Duration.ofMinutes(11);

	private final WithdrawnAuthorizations withdrawals;

	private final EventMeters meters;

	private final Cache<String, String> taken = Caffeine.newBuilder()
		.maximumSize(MAX_REMEMBERED)
		.expireAfterWrite(MEMORY)
		.build();

	Pushes(WithdrawnAuthorizations withdrawals, EventMeters meters) {
		this.withdrawals = withdrawals;
		this.meters = meters;
	}

	/**
	 * Takes a push.
	 * @param request the request that it came in
	 * @param body its body
	 * @throws PushRefused if it is not taken
	 */
	void take(SignedRequest request, byte[] body) {
		String key = request.appid() + " " + request.signature();
		String digest = sha256(body);
		String before = this.taken.getIfPresent(key);
		if (digest.equals(before)) {
			this.meters.repeated();
			return;
		}
		if (before != null) {
			throw PushRefused.replayed();
		}
		obey(request, read(request, body));
		this.taken.put(key, digest);
	}

	private static PushMessage read(SignedRequest request, byte[] body) {
		Optional<String> key = request.settings().encodingAesKey();
		if (key.isPresent() != request.isEncrypted()) {
			throw PushRefused.forged();
		}
		PushMessage envelope = PushMessage.read(body);
		if (key.isEmpty()) {
			return envelope;
		}
		String ciphertext = envelope.text("Encrypt").orElseThrow(PushRefused::malformed);
		if (!request.hasSigned(ciphertext)) {
			throw PushRefused.forged();
		}
		return PushMessage.read(PushCipher.decrypt(key.get(), request.appid(), ciphertext));
	}

	private void obey(SignedRequest request, PushMessage message) {
		String event = message.text("MsgType")
			.filter("event"::equalsIgnoreCase)
			.flatMap((type) -> message.text("Event"))
			.orElse("");
		if (!this.withdrawals.concerns(event)) {
			this.meters.taken(event, false);
			return;
		}
		if (!message.text("AppID").orElse(request.appid().value()).equals(request.appid().value())) {
			throw PushRefused.malformed();
		}
		Openid openid = message.text("OpenID")
			.filter((value) -> OPENID.matcher(value).matches())
			.map(Openid::new)
			.orElseThrow(PushRefused::malformed);
		String second = message.text("CreateTime")
			.filter((value) -> SECOND.matcher(value).matches())
			.orElse(request.timestamp());
		this.meters.taken(event, this.withdrawals.obey(new WechatAccount(request.appid(), openid), event,
				withdrawn(message), Long.parseLong(second)));
	}

	// What a plug-in was authorised to do is the plug-in's.
	private static Set<String> withdrawn(PushMessage message) {
		boolean ofPlugin = message.text("PluginID").filter(StringUtils::hasText).isPresent();
		return ofPlugin ? Set.of() : StringUtils
			.commaDelimitedListToSet(StringUtils.trimAllWhitespace(message.text("RevokeInfo").orElse("")));
	}

	private static String sha256(byte[] body) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}

package io.wegrant.server.wechat.events;

import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

import io.wegrant.server.accounts.Openid;
import io.wegrant.server.accounts.WechatAccount;

/**
 * The events that the provider itself acts on, whoever else hears of them.
 */
final class OwnEvents {

	private static final Pattern OPENID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private static final Pattern SECOND = Pattern.compile("[0-9]{10}");

	private final WithdrawnAuthorizations withdrawals;

	OwnEvents(WithdrawnAuthorizations withdrawals) {
		this.withdrawals = withdrawals;
	}

	/**
	 * Tells whether a message is one of them.
	 * @param message the message
	 * @return whether it is
	 */
	boolean include(PushMessage message) {
		return this.withdrawals.concerns(message.event());
	}

	/**
	 * Does what an event brings about, in the caller's transaction.
	 * @param request the request that it came in
	 * @param message the message that tells of it
	 * @return what became of it
	 */
	PushOutcome obey(SignedRequest request, PushMessage message) {
		Optional<Openid> openid = message.text("OpenID")
			.filter((value) -> OPENID.matcher(value).matches())
			.map(Openid::new);
		boolean isOfThisOne = message.text("AppID").filter((appid) -> !appid.equals(request.appid().value())).isEmpty();
		if (openid.isEmpty() || !isOfThisOne) {
			return PushOutcome.MALFORMED;
		}
		String second = message.text("CreateTime")
			.filter((value) -> SECOND.matcher(value).matches())
			.orElse(request.timestamp());
		boolean isObeyed = this.withdrawals.obey(new WechatAccount(request.appid(), openid.get()), message.event(),
				withdrawn(message), Long.parseLong(second));
		return isObeyed ? PushOutcome.OBEYED : PushOutcome.IGNORED;
	}

	// What a plug-in was authorised to do is the plug-in's.
	private static Withdrawn withdrawn(PushMessage message) {
		boolean isOfPlugin = message.text("PluginID").filter(StringUtils::hasText).isPresent();
		return Withdrawn.of(isOfPlugin ? "" : message.text(PushMessage.REVOKE_INFO).orElse(""));
	}

}

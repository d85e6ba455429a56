package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.SessionKeys;

/**
 * Replaces a session key on behalf of a caller who holds it.
 */
@Component
final class ResetSessionKey implements Endpoint {

	private final SignedSession session;

	private final SessionKeys sessionKeys;

	ResetSessionKey(SignedSession session, SessionKeys sessionKeys) {
		this.session = session;
		this.sessionKeys = sessionKeys;
	}

	@Override
	public String path() {
		return "/wxa/resetusersessionkey";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		SignedSession.Owner owner = this.session.verify(request, WechatError.SESSION_KEY_EXPIRED);
		return WechatAnswer.of(WechatAnswer.newOkBody()
			.put("openid", owner.openid())
			.put("session_key", this.sessionKeys.replace(owner.appid(), owner.openid())));
	}

}

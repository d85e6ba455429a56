package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

/**
 * Tells whether the caller holds the session key that is valid now.
 */
@Component
final class CheckSessionKey implements Endpoint {

	private final SignedSession session;

	CheckSessionKey(SignedSession session) {
		this.session = session;
	}

	@Override
	public String path() {
		return "/wxa/checksession";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		this.session.verify(request, WechatError.INVALID_SIGNATURE);
		return WechatAnswer.of(WechatAnswer.newOkBody());
	}

}

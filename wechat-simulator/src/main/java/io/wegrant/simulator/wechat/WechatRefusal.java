package io.wegrant.simulator.wechat;

/**
 * Thrown by an endpoint that refuses a call.
 */
final class WechatRefusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final WechatError error;

	WechatRefusal(WechatError error) {
		super(error.errmsg(), null, false, false);
		this.error = error;
	}

	WechatError error() {
		return this.error;
	}

}

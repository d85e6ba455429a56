package io.wegrant.simulator.wechat;

/**
 * Thrown by an endpoint that refuses a call.
 */
final class WechatRefusal extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final WechatError error;

	private final String errmsg;

	WechatRefusal(WechatError error, String errmsg) {
		super(errmsg, null, false, false);
		this.error = error;
		this.errmsg = errmsg;
	}

	WechatError error() {
		return this.error;
	}

	String errmsg() {
		return this.errmsg;
	}

}

package io.wegrant.simulator.wechat;

/**
 * One path of the WeChat API.
 */
interface Endpoint {

	String path();

	/**
	 * Decides a call.
	 * @param request the call
	 * @return the answer to a call that succeeds
	 * @throws WechatRefusal when the call does not succeed
	 */
	WechatAnswer answer(WechatRequest request);

}

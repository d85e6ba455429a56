package io.wegrant.simulator.wechat;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to a call that succeeded.
 *
 * @param body the JSON body
 * @param exchanged whether a one-time code was used up
 */
record WechatAnswer(ObjectNode body, boolean exchanged) {

	static WechatAnswer of(ObjectNode body) {
		return new WechatAnswer(body, false);
	}

	static WechatAnswer exchanged(ObjectNode body) {
		return new WechatAnswer(body, true);
	}

	/**
	 * Begins a body without members.
	 * @return the body
	 */
	static ObjectNode newBody() {
		return JsonNodeFactory.instance.objectNode();
	}

	/**
	 * Begins the body of those calls that also report success by a code.
	 * @return the body
	 */
	static ObjectNode newOkBody() {
		return newBody().put("errcode", 0).put("errmsg", "ok");
	}

}

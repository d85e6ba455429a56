package io.wegrant.simulator.wechat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to a call that succeeded.
 */
sealed interface WechatAnswer {

	static WechatAnswer of(ObjectNode body) {
		return new Json(body, false);
	}

	static WechatAnswer exchanged(ObjectNode body) {
		return new Json(body, true);
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

	/**
	 * The usual answer.
	 *
	 * @param body the JSON body
	 * @param exchanged whether a one-time code was used up
	 */
	record Json(ObjectNode body, boolean exchanged) implements WechatAnswer {

	}

	/**
	 * The bytes of a file.
	 *
	 * @param contentType the type of the file
	 * @param content the bytes
	 * @param name the name under which it is to be saved, or {@code null}
	 */
	record File(String contentType, RawBody content, @Nullable String name) implements WechatAnswer {

	}

}

package io.wegrant.simulator.wechat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.directory.VirtualPayment.Environment;

/**
 * A call about payments.
 *
 * @param appid the mini-program
 * @param environment live or sandbox
 * @param json the body
 */
record PaymentCall(String appid, Environment environment, ObjectNode json) {

	/**
	 * Returns a text that the call cannot do without.
	 * @param name the name of the member
	 * @return the text, which is not empty
	 */
	String text(String name) {
		return WechatRequest.text(this.json, name).orElseThrow(() -> wrong(name));
	}

	/**
	 * Returns a text of a given form that the call cannot do without.
	 * @param name the name of the member
	 * @param pattern the regular expression of the form
	 * @return the text
	 */
	String text(String name, String pattern) {
		return WechatRequest.text(this.json, name)
			.filter((value) -> value.matches(pattern))
			.orElseThrow(() -> wrong(name));
	}

	/**
	 * Returns a number above 0 that the call cannot do without.
	 * @param name the name of the member
	 * @return the number
	 */
	int number(String name) {
		JsonNode member = this.json.path(name);
		if (!member.isIntegralNumber() || !member.canConvertToInt() || member.intValue() < 1) {
			throw wrong(name);
		}
		return member.intValue();
	}

	static WechatRefusal wrong(String name) {
		return WechatError.PAYMENT_PARAMETER.refusal(name);
	}

}

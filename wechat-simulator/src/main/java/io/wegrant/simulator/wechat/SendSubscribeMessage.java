package io.wegrant.simulator.wechat;

import java.util.Map;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.credentials.Subscriptions;
import io.wegrant.simulator.directory.People;

/**
 * Sends a message that the user has agreed to.
 */
@Component
final class SendSubscribeMessage implements Endpoint {

	private final AppCredentials credentials;

	private final People people;

	private final Subscriptions subscriptions;

	SendSubscribeMessage(AppCredentials credentials, People people, Subscriptions subscriptions) {
		this.credentials = credentials;
		this.people = people;
		this.subscriptions = subscriptions;
	}

	@Override
	public String path() {
		return "/cgi-bin/message/subscribe/send";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		String appid = this.credentials.byAccessToken(request);
		ObjectNode json = request.json();
		String openid = WechatRequest.text(json, "touser")
			.filter((value) -> this.people.byOpenid(appid, value).isPresent())
			.orElseThrow(WechatError.INVALID_OPENID::refusal);
		String templateId = WechatRequest.text(json, "template_id")
			.orElseThrow(WechatError.INVALID_TEMPLATE_ID::refusal);
		requireOneOf(json, "miniprogram_state", "developer|trial|formal");
		requireOneOf(json, "lang", "zh_CN|en_US|zh_HK|zh_TW");
		requireData(json.path("data"));
		if (!this.subscriptions.use(appid, openid, templateId)) {
			throw WechatError.MESSAGE_REFUSED.refusal();
		}
		return WechatAnswer.of(WechatAnswer.newOkBody());
	}

	private static void requireOneOf(ObjectNode json, String name, String values) {
		if (json.has(name) && !json.path(name).asString("").matches(values)) {
			throw WechatError.INVALID_ARGUMENT.refusal(name);
		}
	}

	private static void requireData(JsonNode data) {
		if (!data.isObject() || data.isEmpty()) {
			throw WechatError.INVALID_ARGUMENT.refusal("data");
		}
		for (Map.Entry<String, JsonNode> entry : data.properties()) {
			if (entry.getValue().path("value").asString("").isEmpty()) {
				throw WechatError.INVALID_ARGUMENT.refusal("data." + entry.getKey() + ".value");
			}
		}
	}

}

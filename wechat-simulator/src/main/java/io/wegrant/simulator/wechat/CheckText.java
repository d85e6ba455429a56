package io.wegrant.simulator.wechat;

import java.util.UUID;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.credentials.SessionKeys;
import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;
import io.wegrant.simulator.directory.People;

/**
 * Judges a text: the words {@code risky} and {@code review} in it are taken at their
 * word.
 */
@Component
final class CheckText implements Endpoint {

	private static final int LONGEST = 2500;

	private static final int HARMLESS = 100;

	private static final int HARMFUL = 20006;

	private final AppCredentials credentials;

	private final MiniPrograms miniPrograms;

	private final People people;

	private final SessionKeys sessionKeys;

	CheckText(AppCredentials credentials, MiniPrograms miniPrograms, People people, SessionKeys sessionKeys) {
		this.credentials = credentials;
		this.miniPrograms = miniPrograms;
		this.people = people;
		this.sessionKeys = sessionKeys;
	}

	@Override
	public String path() {
		return "/wxa/msg_sec_check";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		String appid = this.credentials.byAccessToken(request);
		ObjectNode json = request.json();
		String content = WechatRequest.text(json, "content").orElseThrow(WechatError.INVALID_ARGS::refusal);
		// Clients that many use send the number as a text.
		if (content.codePointCount(0, content.length()) > LONGEST || !json.path("version").asString("").equals("2")) {
			throw WechatError.INVALID_ARGS.refusal();
		}
		if (!isNumber(json.path("scene"), 1, 4)) {
			throw WechatError.INVALID_SCENE.refusal();
		}
		requireVisitor(appid, WechatRequest.text(json, "openid").orElseThrow(WechatError.INVALID_OPENID::refusal));
		return WechatAnswer.of(judge(content));
	}

	private void requireVisitor(String appid, String openid) {
		if (this.people.byOpenid(appid, openid).isEmpty()) {
			boolean elsewhere = this.miniPrograms.all()
				.stream()
				.map(MiniProgram::appid)
				.anyMatch((other) -> this.people.byOpenid(other, openid).isPresent());
			throw (elsewhere ? WechatError.OPENID_OF_ANOTHER_APP : WechatError.INVALID_OPENID).refusal();
		}
		if (this.sessionKeys.find(appid, openid).isEmpty()) {
			throw WechatError.VISIT_TOO_OLD.refusal();
		}
	}

	private static ObjectNode judge(String content) {
		String suggest = "pass";
		for (String word : new String[] { "review", "risky" }) {
			suggest = content.contains(word) ? word : suggest;
		}
		int label = suggest.equals("pass") ? HARMLESS : HARMFUL;
		ObjectNode body = WechatAnswer.newOkBody();
		body.putObject("result").put("suggest", suggest).put("label", label);
		body.putArray("detail")
			.addObject()
			.put("strategy", "content_model")
			.put("errcode", 0)
			.put("suggest", suggest)
			.put("label", label)
			.put("prob", 90);
		return body.put("trace_id", UUID.randomUUID().toString());
	}

	private static boolean isNumber(JsonNode node, int least, int most) {
		return node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least && node.intValue() <= most;
	}

}

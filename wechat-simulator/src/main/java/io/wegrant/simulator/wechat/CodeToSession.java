package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.credentials.OneTimeCode;
import io.wegrant.simulator.credentials.OneTimeCode.Kind;
import io.wegrant.simulator.credentials.OneTimeCodes;
import io.wegrant.simulator.credentials.SessionKeys;
import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.People;

/**
 * Exchanges the code of {@code wx.login}. Only the query counts, so that a caller who
 * posts the parameters is told that the first of them is missing, as WeChat tells him.
 */
@Component
final class CodeToSession implements Endpoint {

	private final AppCredentials credentials;

	private final OneTimeCodes codes;

	private final SessionKeys sessionKeys;

	private final People people;

	CodeToSession(AppCredentials credentials, OneTimeCodes codes, SessionKeys sessionKeys, People people) {
		this.credentials = credentials;
		this.codes = codes;
		this.sessionKeys = sessionKeys;
		this.people = people;
	}

	@Override
	public String path() {
		return "/sns/jscode2session";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		String appid = request.parameter("appid", WechatError.APPID_MISSING);
		String secret = request.parameter("secret", WechatError.APPSECRET_MISSING);
		String value = request.parameter("js_code", WechatError.CODE_MISSING);
		if (!"authorization_code".equals(request.parameter("grant_type").orElse(""))) {
			throw WechatError.INVALID_GRANT_TYPE.refusal();
		}
		MiniProgram miniProgram = this.credentials.bySecret(appid, secret);
		OneTimeCode code = this.codes.find(Kind.LOGIN, value)
			.filter((found) -> found.appid().equals(appid))
			.orElseThrow(WechatError.INVALID_CODE::refusal);
		if (!code.use()) {
			throw WechatError.CODE_BEEN_USED.refusal();
		}
		return WechatAnswer.exchanged(session(miniProgram, code.user()));
	}

	private ObjectNode session(MiniProgram miniProgram, String user) {
		String openid = this.people.openid(miniProgram.appid(), user);
		ObjectNode session = WechatAnswer.newBody()
			.put("session_key", this.sessionKeys.current(miniProgram.appid(), openid))
			.put("openid", openid);
		this.people.unionid(miniProgram, user).ifPresent((unionid) -> session.put("unionid", unionid));
		return session;
	}

}

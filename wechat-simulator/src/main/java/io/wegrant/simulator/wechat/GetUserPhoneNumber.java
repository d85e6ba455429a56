package io.wegrant.simulator.wechat;

import java.time.Clock;

import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.credentials.OneTimeCode;
import io.wegrant.simulator.credentials.OneTimeCode.Kind;
import io.wegrant.simulator.credentials.OneTimeCodes;
import io.wegrant.simulator.directory.People;
import io.wegrant.simulator.directory.Person;

/**
 * Exchanges the code of the {@code getPhoneNumber} button for the number.
 */
@Component
final class GetUserPhoneNumber implements Endpoint {

	private final AppCredentials credentials;

	private final OneTimeCodes codes;

	private final People people;

	private final Clock clock;

	GetUserPhoneNumber(AppCredentials credentials, OneTimeCodes codes, People people, Clock clock) {
		this.credentials = credentials;
		this.codes = codes;
		this.people = people;
		this.clock = clock;
	}

	@Override
	public String path() {
		return "/wxa/business/getuserphonenumber";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		if (!request.isPost()) {
			throw WechatError.POST_REQUIRED.refusal();
		}
		String appid = this.credentials.byAccessToken(request);
		ObjectNode json = request.json();
		String value = WechatRequest.text(json, "code").orElseThrow(WechatError.INVALID_ARGS::refusal);
		OneTimeCode code = this.codes.find(Kind.PHONE, value).orElseThrow(WechatError.INVALID_CODE::refusal);
		if (!code.appid().equals(appid)) {
			throw WechatError.INVALID_APPID.refusal();
		}
		if (isOfAnotherUser(json, code) || !code.use()) {
			throw WechatError.INVALID_CODE.refusal();
		}
		return WechatAnswer.exchanged(phoneInfo(appid, this.people.named(code.user())));
	}

	private boolean isOfAnotherUser(ObjectNode json, OneTimeCode code) {
		String openid = this.people.openid(code.appid(), code.user());
		return json.has("openid") && !openid.equals(json.path("openid").asString(""));
	}

	private ObjectNode phoneInfo(String appid, Person person) {
		ObjectNode body = WechatAnswer.newOkBody();
		body.putObject("phone_info")
			.put("phoneNumber", person.displayNumber())
			.put("purePhoneNumber", person.phoneNumber())
			.put("countryCode", person.countryCode())
			.putObject("watermark")
			.put("timestamp", this.clock.instant().getEpochSecond())
			.put("appid", appid);
		return body;
	}

}

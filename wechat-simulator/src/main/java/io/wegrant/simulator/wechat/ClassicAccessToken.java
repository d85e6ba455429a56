package io.wegrant.simulator.wechat;

import java.time.Clock;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.AccessToken;
import io.wegrant.simulator.credentials.AccessTokens;

/**
 * Issues an access token that takes the place of the last one.
 */
@Component
final class ClassicAccessToken implements Endpoint {

	private final AppCredentials credentials;

	private final AccessTokens tokens;

	private final Clock clock;

	ClassicAccessToken(AppCredentials credentials, AccessTokens tokens, Clock clock) {
		this.credentials = credentials;
		this.tokens = tokens;
		this.clock = clock;
	}

	@Override
	public String path() {
		return "/cgi-bin/token";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		if (!"client_credential".equals(request.parameter("grant_type").orElse(""))) {
			throw WechatError.INVALID_GRANT_TYPE.refusal();
		}
		String appid = request.parameter("appid", WechatError.APPID_MISSING);
		String secret = request.parameter("secret", WechatError.APPSECRET_MISSING);
		this.credentials.bySecret(appid, secret);
		AccessToken token = this.tokens.renewClassic(appid);
		return WechatAnswer.of(WechatAnswer.newBody()
			.put("access_token", token.value())
			.put("expires_in", token.remainingSeconds(this.clock.instant())));
	}

}

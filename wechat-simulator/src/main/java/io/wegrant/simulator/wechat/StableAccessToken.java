package io.wegrant.simulator.wechat;

import java.time.Clock;

import org.springframework.stereotype.Component;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.ObjectNode;

import io.wegrant.simulator.credentials.AccessToken;
import io.wegrant.simulator.credentials.AccessTokens;
import io.wegrant.simulator.credentials.RefreshQuotaExceededException;

/**
 * Hands out the access token in force, which several callers can share.
 */
@Component
final class StableAccessToken implements Endpoint {

	private final AppCredentials credentials;

	private final AccessTokens tokens;

	private final Clock clock;

	StableAccessToken(AppCredentials credentials, AccessTokens tokens, Clock clock) {
		this.credentials = credentials;
		this.tokens = tokens;
		this.clock = clock;
	}

	@Override
	public String path() {
		return "/cgi-bin/stable_token";
	}

	@Override
	public WechatAnswer answer(WechatRequest request) {
		ObjectNode json = request.json();
		if (!"client_credential".equals(WechatRequest.text(json, "grant_type").orElse(""))) {
			throw WechatError.INVALID_GRANT_TYPE.refusal();
		}
		String appid = WechatRequest.text(json, "appid").orElseThrow(WechatError.APPID_MISSING::refusal);
		String secret = WechatRequest.text(json, "secret").orElseThrow(WechatError.APPSECRET_MISSING::refusal);
		this.credentials.bySecret(appid, secret);
		AccessToken token = token(appid, BooleanNode.TRUE.equals(json.path("force_refresh")));
		return WechatAnswer.of(WechatAnswer.newBody()
			.put("access_token", token.value())
			.put("expires_in", token.remainingSeconds(this.clock.instant())));
	}

	private AccessToken token(String appid, boolean forceRefresh) {
		if (!forceRefresh) {
			return this.tokens.stable(appid);
		}
		try {
			return this.tokens.forceStable(appid);
		}
		catch (RefreshQuotaExceededException ex) {
			throw WechatError.DAILY_QUOTA.refusal();
		}
	}

}

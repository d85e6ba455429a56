package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.AccessTokens;
import io.wegrant.simulator.credentials.TokenCheck;
import io.wegrant.simulator.directory.MiniProgram;
import io.wegrant.simulator.directory.MiniPrograms;

/**
 * Decides which mini-program a call comes from, by app secret or by access token.
 */
@Component
final class AppCredentials {

	private static final int MAX_TOKEN_LENGTH = 512;

	private final MiniPrograms miniPrograms;

	private final AccessTokens tokens;

	AppCredentials(MiniPrograms miniPrograms, AccessTokens tokens) {
		this.miniPrograms = miniPrograms;
		this.tokens = tokens;
	}

	MiniProgram bySecret(String appid, String secret) {
		MiniProgram miniProgram = this.miniPrograms.find(appid).orElseThrow(WechatError.INVALID_APPID::refusal);
		if (!miniProgram.secret().equals(secret)) {
			throw WechatError.INVALID_APPSECRET.refusal();
		}
		return miniProgram;
	}

	/**
	 * Checks the access token of a call.
	 * @param request the call
	 * @return the appid of the mini-program that the token stands for
	 */
	String byAccessToken(WechatRequest request) {
		String token = request.parameter("access_token", WechatError.ACCESS_TOKEN_MISSING);
		if (token.length() > MAX_TOKEN_LENGTH || !token.matches("[A-Za-z0-9_-]+")) {
			throw WechatError.INVALID_ACCESS_TOKEN.refusal();
		}
		TokenCheck check = this.tokens.check(token);
		if (check instanceof TokenCheck.Valid valid) {
			return valid.appid();
		}
		if (check instanceof TokenCheck.Expired) {
			throw WechatError.ACCESS_TOKEN_EXPIRED.refusal();
		}
		throw WechatError.INVALID_CREDENTIAL.refusal();
	}

}

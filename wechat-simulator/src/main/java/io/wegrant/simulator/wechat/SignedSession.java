package io.wegrant.simulator.wechat;

import org.springframework.stereotype.Component;

import io.wegrant.simulator.credentials.SessionKeys;
import io.wegrant.simulator.credentials.Signatures;

/**
 * Reads the proof, in a call about a session key, that the caller holds that key.
 */
@Component
final class SignedSession {

	private static final byte[] NO_BODY = {};

	private final AppCredentials credentials;

	private final SessionKeys sessionKeys;

	SignedSession(AppCredentials credentials, SessionKeys sessionKeys) {
		this.credentials = credentials;
		this.sessionKeys = sessionKeys;
	}

	/**
	 * Reads who proves to hold which user's key.
	 * @param request the call
	 * @param whenExpired the refusal when the last key of the user has expired
	 * @return the user
	 */
	Owner verify(WechatRequest request, WechatError whenExpired) {
		String appid = this.credentials.byAccessToken(request);
		String openid = request.parameter("openid", WechatError.INVALID_OPENID);
		if (!"hmac_sha256".equals(request.parameter("sig_method").orElse(""))) {
			throw WechatError.INVALID_SIG_METHOD.refusal();
		}
		if (this.sessionKeys.isExpired(appid, openid)) {
			throw whenExpired.refusal();
		}
		String sessionKey = this.sessionKeys.find(appid, openid).orElseThrow(WechatError.INVALID_OPENID::refusal);
		String signature = request.parameter("signature", WechatError.INVALID_SIGNATURE);
		if (!Signatures.ofSession(sessionKey, NO_BODY).equals(signature)) {
			throw WechatError.INVALID_SIGNATURE.refusal();
		}
		return new Owner(appid, openid);
	}

	record Owner(String appid, String openid) {

	}

}

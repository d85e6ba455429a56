package io.wegrant.server.wechat;

import java.util.Map;

import io.wegrant.server.wechat.Reply.Finding;

/**
 * A kind of call to WeChat's server API.
 *
 * @param path the path below the base URL
 * @param meter the name of the timer that measures it
 * @param description what the timer measures
 * @param subject what it is about, for the log: a noun with its article
 * @param success what a success is called, as the value of a meter's tag
 * @param findings the error codes that say something about what was handed in
 */
record WechatCall(String path, String meter, String description, String subject, String success,
		Map<Integer, Finding> findings) {

	/** Exchanges the code of {@code wx.login}. */
	static final WechatCall CODE_TO_SESSION = new WechatCall("/sns/jscode2session", "wegrant.wechat.code2session",
			"Exchanges of login codes at WeChat", "a login", "established",
			Map.of(40029, Finding.INVALID_CODE, 40163, Finding.INVALID_CODE, 40226, Finding.BLOCKED));

	/** Gets the access token that the calls of a mini-program share. */
	static final WechatCall STABLE_TOKEN = new WechatCall("/cgi-bin/stable_token", "wegrant.wechat.stabletoken",
			"Access tokens got from WeChat", "an access token", "issued", Map.of());

	/**
	 * Exchanges the code of the {@code getPhoneNumber} button; that of another
	 * mini-program is answered with 40013.
	 */
	static final WechatCall PHONE_NUMBER = new WechatCall("/wxa/business/getuserphonenumber",
			"wegrant.wechat.getuserphonenumber", "Exchanges of phone codes at WeChat", "a phone number", "verified",
			Map.of(40029, Finding.INVALID_CODE, 40163, Finding.INVALID_CODE, 40003, Finding.INVALID_CODE, 40013,
					Finding.INVALID_CODE, 40001, Finding.INVALID_TOKEN, 40014, Finding.INVALID_TOKEN, 42001,
					Finding.INVALID_TOKEN));

	/** Asks whether a session_key is the one that WeChat takes. */
	static final WechatCall CHECK_SESSION = new WechatCall("/wxa/checksession", "wegrant.wechat.checksession",
			"Checks of session_keys at WeChat", "a check of a session_key", "taken", Map.of(87009, Finding.STALE_KEY,
					40001, Finding.INVALID_TOKEN, 40014, Finding.INVALID_TOKEN, 42001, Finding.INVALID_TOKEN));

}

package io.wegrant.simulator.wechat;

import java.util.Arrays;
import java.util.Optional;

/**
 * The refusals that WeChat knows, with the code and the text of each.
 */
enum WechatError {

	SYSTEM_BUSY(-1, "system error"),

	INVALID_CREDENTIAL(40001, "invalid credential, access_token is invalid or not latest"),

	INVALID_GRANT_TYPE(40002, "invalid grant_type"),

	INVALID_OPENID(40003, "invalid openid"),

	INVALID_APPID(40013, "invalid appid"),

	INVALID_ACCESS_TOKEN(40014, "invalid access_token"),

	INVALID_CODE(40029, "invalid code"),

	INVALID_URL(40066, "invalid url"),

	INVALID_ARGS(40097, "invalid args"),

	INVALID_APPSECRET(40125, "invalid appsecret"),

	CODE_BEEN_USED(40163, "code been used"),

	INVALID_IP(40164, "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist"),

	CODE_BLOCKED(40226, "code blocked"),

	APPSECRET_FROZEN(40243, "appsecret frozen"),

	ACCESS_TOKEN_MISSING(41001, "access_token missing"),

	APPID_MISSING(41002, "appid missing"),

	APPSECRET_MISSING(41004, "appsecret missing"),

	CODE_MISSING(41008, "missing code"),

	ACCESS_TOKEN_EXPIRED(42001, "access_token expired"),

	POST_REQUIRED(43002, "require POST method"),

	EMPTY_POST_DATA(44002, "empty post data"),

	DAILY_QUOTA(45009, "reach max api daily quota limit"),

	// The missing space is WeChat's own.
	MINUTE_QUOTA(45011, "api minute-quota reach limit mustslower retry next minute"),

	DATA_FORMAT(47001, "data format error"),

	API_UNAUTHORIZED(48001, "api unauthorized"),

	USER_LIMITED(50002, "user limited"),

	INVALID_SIG_METHOD(87008, "invalid sig_method"),

	INVALID_SIGNATURE(87009, "invalid signature");

	private final int errcode;

	private final String errmsg;

	WechatError(int errcode, String errmsg) {
		this.errcode = errcode;
		this.errmsg = errmsg;
	}

	int errcode() {
		return this.errcode;
	}

	String errmsg() {
		return this.errmsg;
	}

	WechatRefusal refusal() {
		return new WechatRefusal(this);
	}

	static Optional<WechatError> of(int errcode) {
		return Arrays.stream(values()).filter((error) -> error.errcode == errcode).findFirst();
	}

}

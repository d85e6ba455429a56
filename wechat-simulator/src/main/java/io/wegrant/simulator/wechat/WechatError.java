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

	INVALID_MEDIA_TYPE(40004, "invalid media type"),

	INVALID_MEDIA_SIZE(40006, "invalid media size"),

	INVALID_MEDIA_ID(40007, "invalid media_id"),

	INVALID_APPID(40013, "invalid appid"),

	INVALID_ACCESS_TOKEN(40014, "invalid access_token"),

	INVALID_CODE(40029, "invalid code"),

	INVALID_TEMPLATE_ID(40037, "invalid template_id"),

	INVALID_URL(40066, "invalid url"),

	INVALID_ARGS(40097, "invalid args"),

	INVALID_APPSECRET(40125, "invalid appsecret"),

	INVALID_SCENE(40129, "invalid scene"),

	CODE_BEEN_USED(40163, "code been used"),

	INVALID_IP(40164, "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist"),

	INVALID_SCENE_LENGTH(40169, "invalid length for scene"),

	CODE_BLOCKED(40226, "code blocked"),

	APPSECRET_FROZEN(40243, "appsecret frozen"),

	ACCESS_TOKEN_MISSING(41001, "access_token missing"),

	APPID_MISSING(41002, "appid missing"),

	INVALID_PAGE(41030, "invalid page"),

	APPSECRET_MISSING(41004, "appsecret missing"),

	MEDIA_MISSING(41005, "media data missing"),

	CODE_MISSING(41008, "missing code"),

	ACCESS_TOKEN_EXPIRED(42001, "access_token expired"),

	POST_REQUIRED(43002, "require POST method"),

	MESSAGE_REFUSED(43101, "user refuse to accept the msg"),

	OPENID_OF_ANOTHER_APP(43104, "appid not match openid"),

	EMPTY_POST_DATA(44002, "empty post data"),

	DAILY_QUOTA(45009, "reach max api daily quota limit"),

	// The missing space is WeChat's own.
	MINUTE_QUOTA(45011, "api minute-quota reach limit mustslower retry next minute"),

	DATA_FORMAT(47001, "data format error"),

	INVALID_ARGUMENT(47003, "argument invalid!"),

	API_UNAUTHORIZED(48001, "api unauthorized"),

	USER_LIMITED(50002, "user limited"),

	VISIT_TOO_OLD(61010, "code is expired"),

	// The spelling is WeChat's own.
	SESSION_KEY_EXPIRED(87007, "session_key is not existd or expired"),

	INVALID_SIG_METHOD(87008, "invalid sig_method"),

	INVALID_SIGNATURE(87009, "invalid signature"),

	RISKY_CONTENT(87014, "risky content"),

	PAYMENT_OPENID(268490001, "openid错误"),

	PAYMENT_PARAMETER(268490002, "参数错误:"),

	PAYMENT_SIGNATURE(268490003, "支付签名(pay_sig)校验失败"),

	PAYMENT_USER_SIGNATURE(268490003, "用户态签名(signature)校验失败"),

	PAYMENT_REPEATED(268490004, "重复操作"),

	PAYMENT_BALANCE(268490006, "代币余额不足"),

	PAYMENT_SESSION_KEY(268490009, "用户session_key不存在或已过期"),

	PAYMENT_LEFT_FEE(268490016, "left_fee与订单不符");

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
		return new WechatRefusal(this, this.errmsg);
	}

	/**
	 * Makes a refusal that says what it is about.
	 * @param subject what is wrong, such as the name of a parameter
	 * @return the refusal
	 */
	WechatRefusal refusal(String subject) {
		return new WechatRefusal(this, this.errmsg + " " + subject);
	}

	static Optional<WechatError> of(int errcode) {
		return Arrays.stream(values()).filter((error) -> error.errcode == errcode).findFirst();
	}

}

package io.wegrant.server.wechat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What WeChat's server API and virtual payment are signed with: HMAC-SHA256 in lower-case
 * hexadecimal, over the very bytes that are sent (WeChat: virtual payment, signatures).
 */
public final class WechatSignatures {

	private static final String ALGORITHM = "HmacSHA256";

	private WechatSignatures() {
	}

	/**
	 * Signs for a user ({@code signature}).
	 * @param sessionKey the user's key in WeChat's form, which is not decoded for it
	 * @param body what is signed
	 * @return the signature
	 * @throws IllegalArgumentException if there is nothing to sign: with the signature of
	 * nothing, WeChat replaces the key and gives away others
	 */
	public static String ofUser(String sessionKey, byte[] body) {
		if (body.length == 0) {
			throw new IllegalArgumentException("Nothing is not signed");
		}
		return hex(sessionKey, body);
	}

	/**
	 * Signs for a payment ({@code pay_sig}, {@code paySig}).
	 * @param appKey the AppKey of virtual payment
	 * @param body what is signed
	 * @param uri the path of the call, or {@code requestVirtualPayment}
	 * @return the signature
	 */
	public static String ofPayment(String appKey, byte[] body, String uri) {
		byte[] begin = (uri + "&").getBytes(StandardCharsets.UTF_8);
		byte[] message = new byte[begin.length + body.length];
		System.arraycopy(begin, 0, message, 0, begin.length);
		System.arraycopy(body, 0, message, begin.length, body.length);
		return hex(appKey, message);
	}

	static String ofNothing(String sessionKey) {
		return hex(sessionKey, new byte[0]);
	}

	private static String hex(String key, byte[] message) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			return HexFormat.of().formatHex(mac.doFinal(message));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has HMAC-SHA256", ex);
		}
	}

}

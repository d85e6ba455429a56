package io.wegrant.server.clients;

import java.util.Optional;

/**
 * A WeChat mini-program whose users log in here.
 *
 * @param appid the id that WeChat gave it
 * @param openPlatformAccount the WeChat Open Platform account it is bound to, within
 * which a unionid names one person; empty if it is not bound
 * @param appSecret the secret that WeChat gave it
 * @param previousAppSecret the secret before, which WeChat may still know or know no more
 * @param push how WeChat's pushes are recognised; empty if none are taken
 * @param payment what it sells by virtual payment; empty if nothing
 */
public record MiniProgram(String appid, Optional<String> openPlatformAccount, String appSecret,
		Optional<String> previousAppSecret, Optional<PushSettings> push, Optional<PaymentSettings> payment) {

	@Override
	public String toString() {
		return "MiniProgram[appid=" + this.appid + "]";
	}

}

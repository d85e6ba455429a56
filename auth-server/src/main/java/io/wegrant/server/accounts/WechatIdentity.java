package io.wegrant.server.accounts;

import java.util.Optional;

/**
 * What WeChat says of the person behind a login code.
 *
 * @param appid the mini-program in which the person logged in
 * @param openid the person's id in this mini-program, case-sensitive
 * @param union the person's id within the Open Platform account that the mini-program is
 * bound to, if it is bound and WeChat gave one
 * @param sessionKey the key that WeChat shares with the mini-program's server for this
 * person, if WeChat gave one
 */
public record WechatIdentity(String appid, String openid, Optional<UnionIdentity> union, Optional<String> sessionKey) {

	@Override
	public String toString() {
		return "WechatIdentity[appid=" + this.appid + "]";
	}

	/**
	 * A person's id across the mini-programs of one Open Platform account.
	 *
	 * @param openPlatformAccount the account, without which a unionid means nothing
	 * @param unionid the id within the account
	 */
	public record UnionIdentity(String openPlatformAccount, String unionid) {

		@Override
		public String toString() {
			return "UnionIdentity[openPlatformAccount=" + this.openPlatformAccount + "]";
		}

	}

}

package io.wegrant.server.accounts;

import java.util.Optional;

/**
 * What WeChat says of the person behind a login code.
 *
 * @param account the mini-program in which the person logged in, and the person's id in
 * it
 * @param union the person's id within the Open Platform account that the mini-program is
 * bound to, if it is bound and WeChat gave one
 */
public record WechatIdentity(WechatAccount account, Optional<UnionIdentity> union) {

	@Override
	public String toString() {
		return "WechatIdentity[appid=" + this.account.appid() + "]";
	}

	/**
	 * A person's id across the mini-programs of one Open Platform account.
	 *
	 * @param openPlatformAccount the account, without which a unionid means nothing
	 * @param unionid the id within the account
	 */
	public record UnionIdentity(String openPlatformAccount, Unionid unionid) {

	}

}

package io.wegrant.server.accounts;

import org.springframework.stereotype.Component;

import io.wegrant.server.accounts.WechatIdentity.UnionIdentity;
import io.wegrant.server.secrets.LookupHashes;
import io.wegrant.server.secrets.MasterKeyset;

/**
 * What is stored of the ids that WeChat knows people by: of an openid a keyed hash and
 * the ciphertext, of a unionid the hash alone, since WeChat gives it with each login.
 */
@Component
public final class WechatIds {

	private final LookupHashes hashes;

	private final MasterKeyset keyset;

	WechatIds(LookupHashes hashes, MasterKeyset keyset) {
		this.hashes = hashes;
		this.keyset = keyset;
	}

	/**
	 * Decrypts an openid.
	 * @param sealed the openid as it is stored
	 * @return the openid with its mini-program
	 * @throws io.wegrant.server.secrets.InvalidKeysetException if the master keyset does
	 * not open it
	 */
	public WechatAccount open(SealedOpenid sealed) {
		String openid = this.keyset.decrypt(sealed.ciphertext(),
				context(new HashedOpenid(sealed.appid(), sealed.hash())));
		return new WechatAccount(sealed.appid(), new Openid(openid));
	}

	SealedOpenid seal(WechatAccount account) {
		HashedOpenid hashed = hash(account);
		return new SealedOpenid(account.appid(), hashed.hash(),
				this.keyset.encrypt(account.openid().value(), context(hashed)));
	}

	/**
	 * Returns what an openid is found by.
	 * @param account the openid with its mini-program
	 * @return the keyed hash with the mini-program
	 */
	public HashedOpenid hash(WechatAccount account) {
		return new HashedOpenid(account.appid(),
				this.hashes.hash("openid", account.appid().value(), account.openid().value()));
	}

	String hash(UnionIdentity union) {
		return this.hashes.hash("unionid", union.openPlatformAccount(), union.unionid().value());
	}

	private static String context(HashedOpenid openid) {
		return WechatIdentityRow.SEALED_OPENID.context(openid.names());
	}

}

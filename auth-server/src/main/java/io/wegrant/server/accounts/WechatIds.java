package io.wegrant.server.accounts;

import java.util.List;

import org.springframework.stereotype.Component;

import io.wegrant.server.accounts.WechatIdentity.UnionIdentity;
import io.wegrant.server.secrets.Ciphertext;
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
	 * @return the openid
	 * @throws io.wegrant.server.secrets.InvalidKeysetException if the master keyset does
	 * not open it
	 */
	public String open(SealedOpenid sealed) {
		return this.keyset.decrypt(sealed.ciphertext(), context(sealed.appid(), sealed.hash()));
	}

	SealedOpenid seal(String appid, String openid) {
		String hash = hash(appid, openid);
		return new SealedOpenid(appid, hash, this.keyset.encrypt(openid, context(appid, hash)));
	}

	String hash(String appid, String openid) {
		return this.hashes.hash("openid", appid, openid);
	}

	String hash(UnionIdentity union) {
		return this.hashes.hash("unionid", union.openPlatformAccount(), union.unionid());
	}

	Ciphertext sealSessionKey(String appid, String openidHash, String sessionKey) {
		return this.keyset.encrypt(sessionKey, WechatIdentityRow.SESSION_KEY.context(List.of(appid, openidHash)));
	}

	private static String context(String appid, String hash) {
		return WechatIdentityRow.SEALED_OPENID.context(List.of(appid, hash));
	}

}

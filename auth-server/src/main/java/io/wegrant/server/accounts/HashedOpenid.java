package io.wegrant.server.accounts;

import java.util.List;

/**
 * What an openid is found by.
 *
 * @param appid the mini-program in which it names a person
 * @param hash the keyed hash
 */
public record HashedOpenid(Appid appid, String hash) {

	List<String> names() {
		return List.of(this.appid.value(), this.hash);
	}

}

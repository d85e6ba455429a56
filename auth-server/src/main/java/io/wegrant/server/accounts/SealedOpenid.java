package io.wegrant.server.accounts;

import org.springframework.data.relational.core.mapping.Column;

import io.wegrant.server.secrets.Ciphertext;

/**
 * An openid as it is stored.
 *
 * @param appid the mini-program in which it names a person
 * @param hash the keyed hash by which it is found
 * @param ciphertext the openid, encrypted
 */
public record SealedOpenid(Appid appid, @Column("openid_hash") String hash,
		@Column("sealed_openid") Ciphertext ciphertext) {

}

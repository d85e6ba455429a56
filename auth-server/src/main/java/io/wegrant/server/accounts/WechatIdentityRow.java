package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.EncryptedColumn;

/**
 * A WeChat identity as stored.
 *
 * @param openid the openid with its mini-program
 * @param unionHash the keyed hash of the unionid with its Open Platform account
 */
@Table("wechat_identity")
record WechatIdentityRow(@Id @Nullable Long id, long userId, @Embedded.Empty SealedOpenid openid,
		@Nullable String unionHash, Instant createdAt) {

	static final EncryptedColumn SEALED_OPENID = new EncryptedColumn("wechat_identity", "id", "sealed_openid",
			List.of("appid", "openid_hash"));

}

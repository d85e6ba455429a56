package io.wegrant.server.accounts;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.secrets.EncryptedColumn;

/**
 * A WeChat identity as stored.
 *
 * @param sessionKey the session_key of the last login, encrypted
 */
@Table("wechat_identity")
record WechatIdentityRow(@Id @Nullable Long id, long userId, String appid, String openid, @Nullable String unionid,
		@Nullable Ciphertext sessionKey, Instant createdAt, Instant lastLoginAt) {

	static final EncryptedColumn SESSION_KEY = new EncryptedColumn("wechat_identity", "id", "session_key",
			List.of("appid", "openid"));

}

package io.wegrant.server.accounts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.secrets.EncryptedColumn;

@Configuration(proxyBeanMethods = false)
class AccountsConfiguration {

	@Bean
	EncryptedColumn encryptedSessionKeys() {
		return WechatIdentityRow.SESSION_KEY;
	}

	@Bean
	EncryptedColumn encryptedOpenids() {
		return WechatIdentityRow.SEALED_OPENID;
	}

}

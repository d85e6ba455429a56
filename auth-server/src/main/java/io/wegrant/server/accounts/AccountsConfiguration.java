package io.wegrant.server.accounts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.secrets.EncryptedColumn;

@Configuration(proxyBeanMethods = false)
class AccountsConfiguration {

	@Bean
	EncryptedColumn encryptedOpenids() {
		return WechatIdentityRow.SEALED_OPENID;
	}

}

package io.wegrant.server.accounts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.secrets.EncryptedColumn;
import io.wegrant.server.secrets.LookupKey;
import io.wegrant.server.secrets.MasterKeyset;

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

	@Bean
	HiddenIdsMigration hiddenIdsMigration(LookupKey lookupKey, MasterKeyset keyset) {
		return new HiddenIdsMigration(lookupKey, keyset);
	}

}

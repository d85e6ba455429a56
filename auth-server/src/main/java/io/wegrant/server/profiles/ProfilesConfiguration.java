package io.wegrant.server.profiles;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.secrets.EncryptedColumn;

@Configuration(proxyBeanMethods = false)
class ProfilesConfiguration {

	@Bean
	EncryptedColumn encryptedProfiles() {
		return ProfileRow.DOCUMENT;
	}

}

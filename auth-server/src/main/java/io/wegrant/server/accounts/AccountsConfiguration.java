package io.wegrant.server.accounts;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.audit.AuditLog;
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
	EncryptedColumn encryptedProfiles() {
		return ProfileRow.DOCUMENT;
	}

	@Bean
	EncryptedColumn encryptedPhoneNumbers() {
		return PhoneNumberRow.PHONE;
	}

	@Bean
	ApplicationRunner configuredStaff(Staff staff, AuditLog auditLog, StaffProperties properties) {
		return (arguments) -> new ConfiguredStaff(staff, auditLog).write(properties.members());
	}

	@Bean
	HiddenIdsMigration hiddenIdsMigration(LookupKey lookupKey, MasterKeyset keyset) {
		return new HiddenIdsMigration(lookupKey, keyset);
	}

}

package io.wegrant.server.staff;

import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.secrets.EncryptedColumn;

@Configuration(proxyBeanMethods = false)
class StaffConfiguration {

	@Bean
	EncryptedColumn encryptedPhoneNumbers() {
		return PhoneNumberRow.PHONE;
	}

	@Bean
	ApplicationRunner configuredStaff(Staff staff, AuditLog auditLog, TransactionTemplate transactions,
			StaffProperties properties) {
		return (arguments) -> new ConfiguredStaff(staff, auditLog, transactions).write(properties.members());
	}

}

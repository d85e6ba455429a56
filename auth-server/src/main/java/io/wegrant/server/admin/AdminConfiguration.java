package io.wegrant.server.admin;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.UserMerging;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.audit.AuditedChanges;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.keys.SigningKeyRotation;
import io.wegrant.server.keys.SigningKeys;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.RoleGrants;
import io.wegrant.server.staff.Staff;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

	@Bean
	AuditedChanges adminChanges(AuditLog auditLog, TransactionTemplate transactions, MeterRegistry meters) {
		return new AuditedChanges(auditLog, transactions, meters, "wegrant.admin.changes");
	}

	@Bean
	StaffAdministration staffAdministration(Staff staff, Users users, RoleGrants grants, AuditedChanges changes) {
		return new StaffAdministration(staff, users, grants, changes);
	}

	@Bean
	Administration administration(Users users, UserMerging merging, Sessions sessions, Clients clients,
			SigningKeyRotation rotation, SigningKeys keys, AuditLog auditLog, AuditedChanges changes) {
		return new Administration(users, merging, sessions, clients, rotation, keys, auditLog, changes);
	}

}

package io.wegrant.server.admin;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Accounts;
import io.wegrant.server.accounts.Merging;
import io.wegrant.server.accounts.RoleGrants;
import io.wegrant.server.accounts.Staff;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.audit.AuditedChanges;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.keys.KeyRotation;
import io.wegrant.server.keys.SigningKeys;
import io.wegrant.server.revocation.AccessTokenSecurity;
import io.wegrant.server.sessions.Sessions;

@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

	/** Where the admin API begins. */
	static final String PATH = "/admin/api";

	/** What is looked for by a value that belongs in no address. */
	static final String SEARCH = "/*/search";

	/** The scope that allows to look. */
	static final String READ = "admin.read";

	/** The scope that allows to change. */
	static final String WRITE = "admin.write";

	@Bean
	@Order(10)
	SecurityFilterChain adminApiFilterChain(HttpSecurity http, AccessTokenSecurity accessTokens) {
		// @formatter:off
		http
			.securityMatcher(PATH + "/**")
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(HttpMethod.GET).hasAuthority("SCOPE_" + READ)
				.requestMatchers(HttpMethod.HEAD).hasAuthority("SCOPE_" + READ)
				.requestMatchers(HttpMethod.POST, PATH + SEARCH).hasAuthority("SCOPE_" + READ)
				.anyRequest().hasAuthority("SCOPE_" + WRITE));
		// @formatter:on
		return accessTokens.require(http, new AdminTokenConverter()).build();
	}

	@Bean
	AuditedChanges adminChanges(AuditLog auditLog, TransactionTemplate transactions, MeterRegistry meters) {
		return new AuditedChanges(auditLog, transactions, meters, "wegrant.admin.changes");
	}

	@Bean
	StaffAdministration staffAdministration(Staff staff, Accounts accounts, RoleGrants grants, AuditedChanges changes) {
		return new StaffAdministration(staff, accounts, grants, changes);
	}

	@Bean
	Administration administration(Accounts accounts, Merging merging, Sessions sessions, Clients clients,
			KeyRotation rotation, SigningKeys keys, AuditLog auditLog, AuditedChanges changes) {
		return new Administration(accounts, merging, sessions, clients, rotation, keys, auditLog, changes);
	}

}

package io.wegrant.server.wechat;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenEndpointConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.Phones;

@Configuration(proxyBeanMethods = false)
class WechatConfiguration {

	@Bean
	WechatClient wechatClient(WechatProperties properties, MeterRegistry meters, Clock clock) {
		return new WechatClient(properties, meters, clock);
	}

	@Bean
	PhoneBinding phoneBinding(WechatClient wechat, Clients clients, Sessions sessions, Phones phones, AuditLog auditLog,
			TransactionTemplate transactions) {
		return new PhoneBinding(wechat, clients, sessions, phones, auditLog, transactions);
	}

	@Bean
	Customizer<OAuth2TokenEndpointConfigurer> wechatCodeGrant(Clients clients, LimitProperties limits,
			WechatClient wechat, PhoneBinding phones, Users users, Sessions sessions, TransactionTemplate transactions,
			AccessTokens accessTokens, AuditLog auditLog) {
		WechatCodeProvider provider = new WechatCodeProvider(clients, new LoginLimits(limits), wechat, phones,
				new Logins(users, phones, sessions, transactions), accessTokens, auditLog);
		return (token) -> token.accessTokenRequestConverter(new WechatCodeConverter()).authenticationProvider(provider);
	}

}

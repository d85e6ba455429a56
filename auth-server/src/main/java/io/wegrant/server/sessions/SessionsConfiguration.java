package io.wegrant.server.sessions;

import java.security.SecureRandom;
import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenEndpointConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.WechatIds;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.secrets.MasterKeyset;

@Configuration(proxyBeanMethods = false)
class SessionsConfiguration {

	@Bean
	Sessions sessions(SessionRows rows, MasterKeyset keyset, SecureRandom random, WechatIds wechatIds, Clients clients,
			AuditLog auditLog, ApplicationEventPublisher events, TransactionTemplate transactions,
			SessionProperties properties, Clock clock, MeterRegistry meters) {
		return new Sessions(rows, new RefreshTokens(keyset, random), wechatIds, clients, auditLog, events, transactions,
				properties, clock, meters);
	}

	@Bean
	SessionPurge sessionPurge(SessionRows rows, SessionProperties properties, Clock clock) {
		return new SessionPurge(rows, properties, clock);
	}

	@Bean
	Customizer<OAuth2TokenEndpointConfigurer> refreshTokenGrant(Clients clients, Sessions sessions,
			AccessTokens accessTokens) {
		return (token) -> token.accessTokenRequestConverter(new RefreshTokenConverter())
			.authenticationProvider(new RefreshTokenProvider(clients, sessions, accessTokens));
	}

}

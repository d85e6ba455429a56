package io.wegrant.server.sessions;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Users;
import io.wegrant.server.accounts.WechatIds;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.Grant;
import io.wegrant.server.authorization.HeardRevocations;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.ClientsProperties;
import io.wegrant.server.secrets.EncryptedColumn;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.settings.SettingsRule;

@Configuration(proxyBeanMethods = false)
class SessionsConfiguration {

	@Bean
	static SettingsRule sessionsOutliveTokens(SessionProperties sessions, ClientsProperties clients) {
		return (check) -> sessions.check(clients.accessTokenLifetime(), check);
	}

	@Bean
	Duration sessionsPurgeInterval(SessionProperties properties) {
		return properties.purgeInterval();
	}

	@Bean
	EncryptedColumn encryptedSessionKeys() {
		return NewSessions.SESSION_KEY;
	}

	@Bean
	RefreshTokens refreshTokens(MasterKeyset keyset, SecureRandom random) {
		return new RefreshTokens(keyset, random);
	}

	@Bean
	Sessions sessions(SessionRows rows, RefreshTokens refreshTokens, WechatIds wechatIds, AuditLog auditLog,
			ApplicationEventPublisher events, TransactionTemplate transactions, SessionProperties properties,
			Clock clock, MeterRegistry meters) {
		return new Sessions(rows, refreshTokens, wechatIds, auditLog, events, transactions, properties, clock, meters);
	}

	@Bean
	NewSessions newSessions(SessionRows rows, Sessions sessions, HeardRevocations heard, RefreshTokens refreshTokens,
			WechatIds wechatIds, MasterKeyset keyset, Clients clients, ApplicationEventPublisher events,
			TransactionTemplate transactions, SessionProperties properties, Clock clock) {
		return new NewSessions(rows, sessions, heard, refreshTokens, wechatIds, keyset, clients, events, transactions,
				properties, clock);
	}

	@Bean
	SessionKeys sessionKeys(SessionRows rows, Sessions sessions, MasterKeyset keyset) {
		return new SessionKeys(rows, sessions, keyset);
	}

	@Bean
	SessionPurge sessionPurge(SessionRows rows, SessionProperties properties, Clock clock) {
		return new SessionPurge(rows, properties, clock);
	}

	@Bean
	CurrentSessions currentSessions(HeardRevocations heard, Sessions sessions, Users users, Clients clients,
			TransactionTemplate transactions, Clock clock) {
		return new CurrentSessions(heard, sessions, users, clients, transactions, clock);
	}

	@Bean
	SessionTokens sessionTokens(CurrentSessions currentSessions, Clients clients, AccessTokens accessTokens,
			List<SessionClaims> claims) {
		return new SessionTokens(currentSessions, clients, accessTokens, claims);
	}

	@Bean
	Grant refreshTokenGrant(Clients clients, Sessions sessions, CurrentSessions currentSessions, SessionTokens tokens) {
		return new Grant(AuthorizationGrantType.REFRESH_TOKEN, (client) -> client.miniProgram().isPresent(),
				new RefreshTokenConverter(), new RefreshTokenProvider(clients, sessions, currentSessions, tokens));
	}

}

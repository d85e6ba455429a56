package io.wegrant.server.revocation;

import java.time.Clock;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenIntrospectionEndpointConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenRevocationEndpointConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.keys.SigningKeys;
import io.wegrant.server.sessions.Sessions;

@Configuration(proxyBeanMethods = false)
class RevocationConfiguration {

	@Bean
	@DependsOnDatabaseInitialization
	RevocationReader revocationReader(DataSource dataSource) {
		return new RevocationReader(dataSource);
	}

	@Bean
	RevocationFeed revocationFeed(RevocationReader reader, SigningKeys keys, Clock clock) {
		return new RevocationFeed(reader, keys, clock);
	}

	@Bean
	MeterBinder revocationMeters(RevocationFeed feed, RevocationsEndpoint endpoint) {
		return (meters) -> {
			TimeGauge.builder("wegrant.revocation.feed.age", () -> feed.age().toMillis(), TimeUnit.MILLISECONDS)
				.description("How long ago the feed was read")
				.register(meters);
			Gauge.builder("wegrant.revocation.feed.entries", feed::size)
				.description("Revocations that are being told")
				.register(meters);
			Gauge.builder("wegrant.revocation.feed.waiting", endpoint::waiting)
				.description("Requests of services that are held open")
				.register(meters);
		};
	}

	@Bean
	HealthIndicator revocationFeedHealthIndicator(RevocationFeed feed) {
		return () -> (feed.isCurrent() ? Health.up() : Health.outOfService())
			.withDetail("age", feed.age().toMillis() + "ms")
			.build();
	}

	@Bean
	Revocations revocations(RevocationRows rows, RevocationFeed feed, Clients clients, TransactionTemplate transactions,
			Clock clock) {
		return new Revocations(rows, feed, clients, transactions, clock);
	}

	@Bean
	RevocationPurge revocationPurge(RevocationRows rows, RevocationFeed feed) {
		return new RevocationPurge(rows, feed);
	}

	@Bean
	IssuedTokens issuedTokens(AccessTokens accessTokens, Sessions sessions, Clients clients, RevocationFeed feed,
			Revocations revocations, AuditLog auditLog, TransactionTemplate transactions) {
		return new IssuedTokens(accessTokens, sessions, clients, feed, revocations, auditLog, transactions);
	}

	@Bean
	Customizer<OAuth2TokenRevocationEndpointConfigurer> tokenRevocation(Clients clients, IssuedTokens tokens) {
		return (revocation) -> revocation.authenticationProvider(new TokenRevocationProvider(clients, tokens));
	}

	@Bean
	Customizer<OAuth2TokenIntrospectionEndpointConfigurer> tokenIntrospection(Clients clients, IssuedTokens tokens) {
		return (introspection) -> introspection.authenticationProvider(new TokenIntrospectionProvider(clients, tokens));
	}

}

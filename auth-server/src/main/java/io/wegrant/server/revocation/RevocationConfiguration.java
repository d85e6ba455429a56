package io.wegrant.server.revocation;

import java.time.Clock;
import java.time.Duration;
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
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.authorization.PublishedEndpoint;
import io.wegrant.server.authorization.PublishedEndpoint.Callers;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.connections.Connections;
import io.wegrant.server.keys.SigningKeys;
import io.wegrant.server.sessions.Sessions;

@Configuration(proxyBeanMethods = false)
class RevocationConfiguration {

	@Bean
	Duration revocationPurgeInterval(RevocationProperties properties) {
		return properties.purgeInterval();
	}

	@Bean
	@DependsOnDatabaseInitialization
	RevocationReader revocationReader(DataSource dataSource) {
		return new RevocationReader(dataSource);
	}

	@Bean
	RevocationWindow revocationWindow(RevocationReader reader, SigningKeys keys, Clients clients,
			RevocationProperties properties, Clock clock) {
		return new RevocationWindow(reader, keys, clients, properties.pageSize(), clock);
	}

	@Bean
	WaitingReaders waitingReaders(Connections connections, RevocationProperties properties) {
		return new WaitingReaders(connections, properties);
	}

	@Bean
	MeterBinder revocationMeters(RevocationWindow window, RevocationsEndpoint endpoint) {
		return (meters) -> {
			TimeGauge.builder("wegrant.revocation.feed.age", () -> window.age().toMillis(), TimeUnit.MILLISECONDS)
				.description("How long ago the feed was read")
				.register(meters);
			Gauge.builder("wegrant.revocation.feed.entries", window::size)
				.description("Revocations that are being told")
				.register(meters);
			Gauge.builder("wegrant.revocation.feed.waiting", endpoint::waiting)
				.description("Requests of services that are held open")
				.register(meters);
		};
	}

	@Bean
	HealthIndicator revocationFeedHealthIndicator(RevocationWindow window) {
		return () -> (window.isCurrent() ? Health.up() : Health.outOfService())
			.withDetail("age", window.age().toMillis() + "ms")
			.build();
	}

	@Bean
	RevocationRecorder revocationRecorder(RevocationRows rows, RevocationWindow window, Clients clients,
			TransactionTemplate transactions, Clock clock) {
		return new RevocationRecorder(rows, window, clients, transactions, clock);
	}

	@Bean
	RevocationPurge revocationPurge(RevocationRows rows, RevocationWindow window) {
		return new RevocationPurge(rows, window);
	}

	@Bean
	IssuedTokens issuedTokens(AccessTokens accessTokens, Sessions sessions, RevocationRows rows,
			RevocationWindow window, RevocationRecorder revocations, AuditLog auditLog,
			TransactionTemplate transactions) {
		return new IssuedTokens(accessTokens, sessions, rows, window, revocations, auditLog, transactions);
	}

	@Bean
	Customizer<OAuth2TokenRevocationEndpointConfigurer> tokenRevocation(Clients clients, IssuedTokens tokens) {
		return (revocation) -> revocation.authenticationProvider(new TokenRevocationProvider(clients, tokens));
	}

	@Bean
	Customizer<OAuth2TokenIntrospectionEndpointConfigurer> tokenIntrospection(Clients clients, IssuedTokens tokens) {
		return (introspection) -> introspection.authenticationProvider(new TokenIntrospectionProvider(clients, tokens));
	}

	@Bean
	PublishedEndpoint publishedRevocation(AuthorizationServerSettings settings) {
		return new PublishedEndpoint("revocation_endpoint", settings.getTokenRevocationEndpoint(), Callers.CLIENTS);
	}

	@Bean
	PublishedEndpoint publishedIntrospection(AuthorizationServerSettings settings) {
		return new PublishedEndpoint("introspection_endpoint", settings.getTokenIntrospectionEndpoint(),
				Callers.CONFIDENTIAL_CLIENTS);
	}

	// An extension of this provider: where services learn what was revoked.
	@Bean
	PublishedEndpoint publishedFeed() {
		return new PublishedEndpoint("revocations_endpoint", RevocationsEndpoint.PATH, Callers.EVERYBODY);
	}

}

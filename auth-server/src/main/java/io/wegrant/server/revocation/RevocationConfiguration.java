package io.wegrant.server.revocation;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenIntrospectionEndpointConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenRevocationEndpointConfigurer;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.AccessTokens;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.sessions.Sessions;

@Configuration(proxyBeanMethods = false)
class RevocationConfiguration {

	@Bean
	RevocationFeed revocationFeed(RevocationRows rows, TransactionTemplate transactions, Clock clock) {
		return new RevocationFeed(rows, transactions, clock);
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

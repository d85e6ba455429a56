package io.wegrant.server.keys;

import java.time.Clock;
import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;

import io.wegrant.server.authorization.HeardRevocations;
import io.wegrant.server.authorization.PublishedEndpoint;
import io.wegrant.server.authorization.PublishedEndpoint.Callers;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.ClientsProperties;
import io.wegrant.server.secrets.EncryptedColumn;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.settings.SettingsRule;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {

	@Bean
	static SettingsRule keysOutliveTokens(KeysProperties keys, ClientsProperties clients) {
		return (check) -> keys.check(clients.accessTokenLifetime(), check);
	}

	@Bean
	Duration keysReloadInterval(KeysProperties properties) {
		return properties.reloadInterval();
	}

	@Bean
	SigningKeyRotation keyRotation(SigningKeyRows rows, MasterKeyset keyset, Clients clients, KeysProperties properties,
			TransactionTemplate transactions, ApplicationEventPublisher events, Clock clock) {
		return new SigningKeyRotation(rows, keyset, clients, properties, transactions, events, clock);
	}

	@Bean
	EncryptedColumn encryptedSigningKeys() {
		return SigningKeyRow.PRIVATE_KEY;
	}

	@Bean
	SigningKeys signingKeys(SigningKeyRows rows, SigningKeyRotation rotation, MasterKeyset keyset,
			KeysProperties properties, ObjectProvider<HeardRevocations> heard, Clock clock) {
		// Who hears of revocations reads keys that were withdrawn.
		return new SigningKeys(rows, rotation, keyset, properties, SingletonSupplier.of(heard::getObject), clock);
	}

	@Bean
	PublishedEndpoint publishedKeys() {
		return new PublishedEndpoint("jwks_uri", JwkSetEndpoint.PATH, Callers.EVERYBODY);
	}

}

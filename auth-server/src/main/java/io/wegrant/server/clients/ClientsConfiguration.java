package io.wegrant.server.clients;

import java.time.Clock;
import java.time.Duration;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.secrets.EncryptedColumn;
import io.wegrant.server.secrets.MasterKeyset;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ClientsConfiguration {

	@Bean
	Duration clientsReloadInterval(ClientsProperties properties) {
		return properties.reloadInterval();
	}

	@Bean
	Clients clients(ClientRows clients, MiniProgramRows miniPrograms, MasterKeyset keyset, ClientsProperties properties,
			TransactionTemplate transactions, ApplicationEventPublisher events, Clock clock) {
		return new Clients(clients, miniPrograms, keyset, properties, transactions, events, clock);
	}

	@Bean
	ConfiguredClients configuredClients(ClientRows rows, MiniProgramRows miniPrograms, Clients clients,
			ClientsProperties properties, MasterKeyset keyset, TransactionTemplate transactions,
			ApplicationEventPublisher events, Clock clock) {
		return new ConfiguredClients(rows, miniPrograms, clients, properties, keyset, transactions, events, clock);
	}

	@Bean
	Duration clientsPurgeInterval(ClientsProperties properties) {
		return properties.purgeInterval();
	}

	@Bean
	UsedAssertions usedAssertions(UsedAssertionRows rows, TransactionTemplate transactions) {
		return new UsedAssertions(rows, transactions);
	}

	@Bean
	UsedAssertionPurge usedAssertionPurge(UsedAssertionRows rows, Clock clock) {
		return new UsedAssertionPurge(rows, clock);
	}

	@Bean
	EncryptedColumn encryptedAppSecrets() {
		return MiniProgramRow.APP_SECRET;
	}

	@Bean
	EncryptedColumn encryptedPreviousAppSecrets() {
		return MiniProgramRow.PREVIOUS_APP_SECRET;
	}

	@Bean
	EncryptedColumn encryptedPushTokens() {
		return MiniProgramRow.PUSH_TOKEN;
	}

	@Bean
	EncryptedColumn encryptedEncodingAesKeys() {
		return MiniProgramRow.ENCODING_AES_KEY;
	}

	@Bean
	EncryptedColumn encryptedAppKeys() {
		return MiniProgramRow.APP_KEY;
	}

	@Bean
	EncryptedColumn encryptedSandboxAppKeys() {
		return MiniProgramRow.SANDBOX_APP_KEY;
	}

	@Bean
	PasswordEncoder clientSecretHash() {
		return new ClientSecretHash();
	}

}

package io.wegrant.server.clients;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.crypto.password.PasswordEncoder;

import io.wegrant.server.secrets.MasterKeyset;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ClientsConfiguration {

	@Bean
	Clients clients(ClientRows clients, MiniProgramRows miniPrograms, MasterKeyset keyset, ClientsProperties properties,
			Clock clock) {
		new ConfiguredClients(clients, miniPrograms, keyset, clock).write(properties.registrations());
		return new Clients(clients, miniPrograms, keyset, properties);
	}

	@Bean
	PasswordEncoder clientSecretHash() {
		return new ClientSecretHash();
	}

}

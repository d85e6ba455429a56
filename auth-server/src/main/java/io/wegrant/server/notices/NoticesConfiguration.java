package io.wegrant.server.notices;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.server.clients.Clients;

@Configuration(proxyBeanMethods = false)
class NoticesConfiguration {

	/**
	 * To count a long backlog takes the database longer than to look whether there is
	 * one.
	 */
	private static final int POLLS_A_COUNT = 15;

	@Bean
	Duration noticesPollInterval(NoticesProperties properties) {
		return properties.pollInterval();
	}

	@Bean
	Duration noticesCountInterval(NoticesProperties properties) {
		return properties.pollInterval().multipliedBy(POLLS_A_COUNT);
	}

	@Bean
	Dispatcher accountEventDispatcher(AccountEventRows rows, LeaseRows leases, JwtEncoder signingKeys,
			AuthorizationServerSettings settings, Clients clients, NoticesProperties properties, JsonMapper json,
			MeterRegistry meters, Clock clock) {
		String issuer = Optional.ofNullable(settings.getIssuer()).orElseThrow();
		return new Dispatcher(rows, new Leases(leases, UUID.randomUUID().toString(), System::nanoTime),
				new EventTokens(signingKeys, issuer, clock), new ReceiverClient(json), clients, properties, meters,
				clock);
	}

	@Bean
	Outbox accountEventOutbox(AccountEventRows rows, Clients clients, Dispatcher dispatcher, Clock clock) {
		return new Outbox(rows, clients, dispatcher::tell, clock);
	}

	@Bean
	Backlog accountEventsHealthIndicator(AccountEventRows rows, NoticesProperties properties, Clock clock) {
		return new Backlog(rows, properties, clock);
	}

	@Bean
	AccountEvents accountEvents(AccountEventRows rows) {
		return new AccountEvents(rows);
	}

}

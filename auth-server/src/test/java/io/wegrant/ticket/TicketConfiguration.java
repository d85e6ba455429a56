package io.wegrant.ticket;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.authorization.ClientTokens;
import io.wegrant.server.authorization.Grant;
import io.wegrant.server.clients.Clients;

@Configuration(proxyBeanMethods = false)
class TicketConfiguration {

	@Bean
	Grant ticketGrant(Clients clients, ClientTokens tokens) {
		return new Grant(TicketAuthenticationToken.GRANT_TYPE, (client) -> client.miniProgram().isEmpty(),
				new TicketConverter(), new TicketProvider(clients, tokens));
	}

}

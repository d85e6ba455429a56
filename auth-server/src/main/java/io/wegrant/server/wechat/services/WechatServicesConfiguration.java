package io.wegrant.server.wechat.services;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.server.clients.ClientsProperties;
import io.wegrant.server.settings.SettingsRule;

@Configuration(proxyBeanMethods = false)
class WechatServicesConfiguration {

	/** The scope of the tokens that go with pushes, which nobody else may have. */
	static final String EVENTS = "wechat.events";

	@Bean
	static SettingsRule reservedForNobody(ClientsProperties clients) {
		return (check) -> clients.checkReserved(EVENTS, ApiPaths::isNever, check);
	}

}

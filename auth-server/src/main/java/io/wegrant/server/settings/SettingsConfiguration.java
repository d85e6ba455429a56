package io.wegrant.server.settings;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SettingsConfiguration {

	@Bean
	static SettingsGate settingsGate(Environment environment) {
		return new SettingsGate(environment);
	}

	@Bean
	static SettingsRule springSettings(Environment environment) {
		return new SpringSettings(environment);
	}

}

package io.wegrant.server.audit;

import java.time.Duration;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

	@Bean
	Duration auditPurgeInterval(AuditProperties properties) {
		return properties.purgeInterval();
	}

}

package io.wegrant.server.storage;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

	@Bean
	TransactionTemplate transactionTemplate(PlatformTransactionManager transactionManager) {
		return new RepeatedTransactions(transactionManager);
	}

	@Bean
	static Writability writability() {
		return new Writability();
	}

	@Bean
	static BeanPostProcessor poolServers(Writability writability) {
		return new PoolServers(writability);
	}

	@Bean
	HealthIndicator databaseHealthIndicator(Writability writability) {
		return () -> writability.fault()
			.map((fault) -> Health.outOfService().withDetail("fault", fault.summary()).build())
			.orElseGet(() -> Health.up().build());
	}

}

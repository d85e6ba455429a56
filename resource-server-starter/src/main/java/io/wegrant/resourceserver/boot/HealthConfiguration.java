package io.wegrant.resourceserver.boot;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.resourceserver.AccessTokenVerifier;

/**
 * What only a service with health checks needs.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
final class HealthConfiguration {

	// On the class, the condition would be loaded before the one that guards it.
	@Bean
	@ConditionalOnEnabledHealthIndicator("wegrant")
	@ConditionalOnMissingBean(name = "wegrantHealthIndicator")
	WegrantHealthIndicator wegrantHealthIndicator(AccessTokenVerifier verifier) {
		return new WegrantHealthIndicator(verifier);
	}

}

package io.wegrant.resourceserver.boot;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.spring.AccountEventConfiguration;
import io.wegrant.resourceserver.spring.AccountEventReceiver;
import io.wegrant.resourceserver.spring.WegrantResourceServerProperties;

/**
 * Where a reactive application takes account events, if it listens to them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(AccountEventListener.class)
@Import(AccountEventConfiguration.class)
final class ReactiveAccountEventConfiguration {

	@Bean
	ReactiveAccountEventChain wegrantAccountEventChain(WegrantResourceServerProperties properties,
			AccountEventReceiver receiver) {
		return new ReactiveAccountEventChain(properties.accountEvents().path(), receiver);
	}

}

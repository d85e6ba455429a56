package io.wegrant.resourceserver.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.wegrant.resourceserver.AccountEventListener;

/**
 * Where a servlet application takes account events, if it listens to them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(AccountEventListener.class)
@Import(AccountEventConfiguration.class)
public final class ServletAccountEventConfiguration {

	@Bean
	AccountEventChain wegrantAccountEventChain(WegrantResourceServerProperties properties,
			AccountEventReceiver receiver) {
		return new AccountEventChain(properties.accountEvents().path(), receiver);
	}

}

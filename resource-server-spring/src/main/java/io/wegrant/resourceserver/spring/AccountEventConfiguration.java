package io.wegrant.resourceserver.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.AccountEventListener;

/**
 * What a web application of any kind has that listens to account events.
 */
@Configuration(proxyBeanMethods = false)
public final class AccountEventConfiguration {

	@Bean
	AccountEventReceiver wegrantAccountEventReceiver(ObjectProvider<AccessTokenVerifier> verifiers,
			ObjectProvider<AccountEventListener> listeners) {
		return AccountEventReceiver.of(verifiers, listeners);
	}

	/**
	 * What only a service with metrics needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class Metrics {

		@Bean
		MicrometerMeters wegrantAccountEventMeters(AccountEventReceiver receiver) {
			return MicrometerMeters.of(receiver.verifier());
		}

	}

}

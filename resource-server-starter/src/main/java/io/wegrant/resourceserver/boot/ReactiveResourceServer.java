package io.wegrant.resourceserver.boot;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverterAdapter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.spring.AccessTokenJwts;
import io.wegrant.resourceserver.spring.VerifierConfiguration;
import io.wegrant.resourceserver.spring.WegrantResourceServerProperties;

/**
 * A reactive application: WebFlux, or a gateway on top of it.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
final class ReactiveResourceServer {

	/**
	 * How tokens are checked, unless the service brings its own decoder.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ReactiveJwtDecoder.class)
	@Import({ VerifierConfiguration.class, HealthConfiguration.class })
	static class AccessTokens {

		@Bean
		ReactiveAccessTokenDecoder wegrantReactiveJwtDecoder(AccessTokenVerifier verifier, AccessTokenJwts jwts) {
			return new ReactiveAccessTokenDecoder(verifier, jwts);
		}

	}

	/**
	 * What stands before the handlers.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Web {

		private static final String TOKEN_CONVERTER = "wegrantBearerTokenConverter";

		// By its name: a service may have others, for other chains.
		@Bean
		@ConditionalOnMissingBean(name = TOKEN_CONVERTER)
		AuthorizationHeaderConverter wegrantBearerTokenConverter() {
			return new AuthorizationHeaderConverter();
		}

		@Bean
		WegrantReactiveResourceServerConfigurer wegrantReactiveResourceServerConfigurer(
				WegrantResourceServerProperties properties,
				@Qualifier(TOKEN_CONVERTER) ServerAuthenticationConverter tokens,
				ObjectProvider<ReactiveJwtAuthenticationConverter> own, JwtAuthenticationConverter authorities) {
			ReactiveJwtAuthenticationConverter ofService = own.getIfAvailable();
			return new WegrantReactiveResourceServerConfigurer(properties.keys().retryAfter(), tokens,
					(ofService != null) ? ofService : new ReactiveJwtAuthenticationConverterAdapter(authorities));
		}

		// Boot 4.1 adds its own in any case, since it looks for a chain of servlets: ours
		// comes first, and matches whatever comes.
		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE - 1)
		@ConditionalOnMissingBean(SecurityWebFilterChain.class)
		SecurityWebFilterChain wegrantSecurityWebFilterChain(ServerHttpSecurity http,
				WegrantReactiveResourceServerConfigurer wegrant) {
			return wegrant.apply(http)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

	}

	/**
	 * Switches method security on, unless the service has.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(name = "preAuthorizeAuthorizationMethodInterceptor")
	@EnableReactiveMethodSecurity
	static class MethodSecurity {

	}

}

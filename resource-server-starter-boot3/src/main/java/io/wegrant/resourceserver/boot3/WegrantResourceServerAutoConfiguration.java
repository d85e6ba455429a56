package io.wegrant.resourceserver.boot3;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.security.ConditionalOnDefaultWebSecurity;
import org.springframework.boot.autoconfigure.security.oauth2.resource.servlet.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.spring.AccessTokenDecoder;
import io.wegrant.resourceserver.spring.AccessTokenJwts;
import io.wegrant.resourceserver.spring.AuthoritiesConfiguration;
import io.wegrant.resourceserver.spring.NoWebApplication;
import io.wegrant.resourceserver.spring.ServletConfiguration;
import io.wegrant.resourceserver.spring.SetupException;
import io.wegrant.resourceserver.spring.VerifierConfiguration;
import io.wegrant.resourceserver.spring.WegrantResourceServerConfigurer;
import io.wegrant.resourceserver.spring.WegrantResourceServerProperties;

/**
 * Makes a servlet service a resource server of WeGrant. It stands before Spring Boot's
 * auto-configuration for resource servers, which then finds its places taken; each bean
 * in turn gives way to one that the service defines.
 */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@EnableConfigurationProperties(WegrantResourceServerProperties.class)
@Import({ AuthoritiesConfiguration.class, NoWebApplication.class })
public final class WegrantResourceServerAutoConfiguration {

	/**
	 * How tokens are checked, unless the service brings its own decoder.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(JwtDecoder.class)
	@Import(VerifierConfiguration.class)
	static class AccessTokens {

		@Bean
		AccessTokenDecoder wegrantJwtDecoder(AccessTokenVerifier verifier, AccessTokenJwts jwts) {
			return new AccessTokenDecoder(verifier, jwts);
		}

		/**
		 * What only a service with health checks needs.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
		static class HealthConfiguration {

			// On the class, the condition would be loaded before the one that guards it.
			@Bean
			@ConditionalOnEnabledHealthIndicator("wegrant")
			@ConditionalOnMissingBean(name = "wegrantHealthIndicator")
			WegrantHealthIndicator wegrantHealthIndicator(AccessTokenVerifier verifier) {
				return new WegrantHealthIndicator(verifier);
			}

		}

	}

	/**
	 * What only a servlet web application needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@Import(ServletConfiguration.class)
	static class Web {

		// The error page is open to the container only; its address is as protected as
		// any.
		@Bean
		@ConditionalOnDefaultWebSecurity
		SecurityFilterChain wegrantSecurityFilterChain(HttpSecurity http) throws Exception {
			// @formatter:off
			return http
				.with(new WegrantResourceServerConfigurer(), (wegrant) -> {
				})
				.authorizeHttpRequests((requests) -> requests
					.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
					.anyRequest().authenticated())
				.build();
			// @formatter:on
		}

	}

	/**
	 * Stops a reactive application: Spring Boot's own decoder would take this one's
	 * place, and refuse every token of the provider's.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@Lazy(false)
	static class Reactive {

		Reactive() {
			throw new SetupException(
					"io.wegrant:wegrant-resource-server-spring-boot3-starter is for servlet applications, and this is"
							+ " a reactive one.",
					"Use Spring Boot 4 and io.wegrant:wegrant-resource-server-spring-boot-starter, or call"
							+ " io.wegrant:wegrant-resource-server from a ReactiveJwtDecoder of your own.");
		}

	}

	/**
	 * Switches method security on, unless the service has.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(name = "preAuthorizeAuthorizationMethodInterceptor")
	@EnableMethodSecurity
	static class MethodSecurity {

	}

}

package io.wegrant.resourceserver;

import java.time.Clock;
import java.util.Objects;
import java.util.Set;

import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.security.autoconfigure.web.servlet.ConditionalOnDefaultWebSecurity;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.DelegatingJwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.util.StringUtils;

/**
 * Makes a service a resource server of WeGrant. It stands before Spring Boot's
 * auto-configuration for resource servers, which then finds its places taken; each bean
 * in turn gives way to one that the service defines.
 */
@AutoConfiguration(before = { OAuth2ResourceServerAutoConfiguration.class,
		OAuth2ResourceServerWebSecurityAutoConfiguration.class })
@EnableConfigurationProperties({ WegrantResourceServerProperties.class, OAuth2ResourceServerProperties.class })
public final class WegrantResourceServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JwtAuthenticationConverter wegrantJwtAuthenticationConverter() {
		JwtGrantedAuthoritiesConverter scopes = new JwtGrantedAuthoritiesConverter();
		scopes.setAuthoritiesClaimName("scope");
		JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
		roles.setAuthoritiesClaimName("roles");
		roles.setAuthorityPrefix("ROLE_");
		JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
		converter.setJwtGrantedAuthoritiesConverter(new DelegatingJwtGrantedAuthoritiesConverter(scopes, roles));
		return converter;
	}

	/**
	 * How tokens are checked, unless the service brings its own decoder.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(JwtDecoder.class)
	static class AccessTokens {

		private static final String JWT_PROPERTIES = "spring.security.oauth2.resourceserver.jwt.";

		@Bean
		Issuer wegrantIssuer(OAuth2ResourceServerProperties properties) {
			return issuer(properties.getJwt());
		}

		@Bean
		ProviderClient wegrantProviderClient(Issuer issuer, WegrantResourceServerProperties properties) {
			return new ProviderClient(issuer, properties.keys());
		}

		@Bean
		ProviderKeys wegrantProviderKeys(ProviderClient provider, Issuer issuer,
				WegrantResourceServerProperties properties, ObjectProvider<Clock> clocks) {
			return new ProviderKeys(provider, issuer, properties.keys(), clock(clocks));
		}

		@Bean
		TokenCache wegrantTokenCache(WegrantResourceServerProperties properties, ObjectProvider<Clock> clocks) {
			return new TokenCache(properties.tokenCache().maxSize(), properties.clockSkew(), clock(clocks));
		}

		@Bean
		Signatures wegrantSignatures(ResourceLoader resources) {
			return new Signatures(Objects.requireNonNull(resources.getClassLoader()));
		}

		@Bean
		AccessTokenVerifier wegrantAccessTokenVerifier(OAuth2ResourceServerProperties spring,
				WegrantResourceServerProperties wegrant, Issuer issuer, ProviderKeys keys, Signatures signatures,
				ObjectProvider<Clock> clocks) {
			return new AccessTokenVerifier(wegrant, keys, signatures,
					new AccessTokenValidator(issuer, audiences(spring.getJwt()), wegrant.clockSkew(), clock(clocks)));
		}

		// As with Boot's decoder, validators that the service defines have a say as well.
		@Bean
		AccessTokenDecoder wegrantJwtDecoder(AccessTokenVerifier verifier, TokenCache cache, ProviderKeys keys,
				ObjectProvider<OAuth2TokenValidator<Jwt>> validators, ObjectProvider<KnownRevocations> revocations,
				WegrantResourceServerProperties properties, ObjectProvider<Clock> clocks) {
			RevocationCheck check = revocations.getIfAvailable();
			return new AccessTokenDecoder(verifier, cache, keys, validators.orderedStream().toList(),
					(check != null) ? check : RevocationCheck.NONE, properties.clockSkew().toMillis(), clock(clocks));
		}

		private static Clock clock(ObjectProvider<Clock> clocks) {
			return clocks.getIfUnique(Clock::systemUTC);
		}

		private static Issuer issuer(OAuth2ResourceServerProperties.Jwt properties) {
			String uri = properties.getIssuerUri();
			if (!StringUtils.hasText(uri)) {
				throw new MissingPropertyException(JWT_PROPERTIES + "issuer-uri", "https://login.example.com",
						"It names the provider whose access tokens this service accepts.");
			}
			try {
				return new Issuer(uri);
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(JWT_PROPERTIES + "issuer-uri", uri,
						ex.getMessage());
			}
		}

		private static Set<String> audiences(OAuth2ResourceServerProperties.Jwt properties) {
			if (properties.getAudiences().stream().noneMatch(StringUtils::hasText)) {
				throw new MissingPropertyException(JWT_PROPERTIES + "audiences", "https://shop.example.com",
						"It names this service in the access tokens that are meant for it; without it, tokens for other"
								+ " services would be accepted.");
			}
			return Set.copyOf(properties.getAudiences());
		}

		/**
		 * How the service learns what has been revoked.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnBooleanProperty(name = "wegrant.resource-server.revocation.enabled", matchIfMissing = true)
		static class RevocationConfiguration {

			@Bean
			KnownRevocations wegrantRevocations(WegrantResourceServerProperties properties,
					ObjectProvider<Clock> clocks) {
				return new KnownRevocations(properties.revocation(), properties.clockSkew(), clock(clocks));
			}

			@Bean
			RevocationClient wegrantRevocationClient(ProviderClient provider, ProviderKeys keys, Signatures signatures,
					Issuer issuer, WegrantResourceServerProperties properties, ObjectProvider<Clock> clocks) {
				RevocationPages pages = new RevocationPages(issuer, keys, signatures, properties.clockSkew(),
						clock(clocks));
				return new RevocationClient(provider, pages, properties.revocation());
			}

			@Bean
			RevocationFollower wegrantRevocationFeed(RevocationClient client, KnownRevocations revocations,
					ProviderKeys keys, Issuer issuer) {
				return new RevocationFollower(client, revocations, keys, issuer);
			}

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
			WegrantHealthIndicator wegrantHealthIndicator(ProviderKeys keys,
					ObjectProvider<KnownRevocations> revocations, ObjectProvider<RevocationFollower> feed) {
				return new WegrantHealthIndicator(keys, revocations, feed);
			}

		}

		/**
		 * What only a service with metrics needs.
		 */
		@Configuration(proxyBeanMethods = false)
		@ConditionalOnClass(MeterBinder.class)
		static class MetricsConfiguration {

			@Bean
			WegrantMeters wegrantMeters(AccessTokenDecoder decoder, TokenCache cache, ProviderKeys keys,
					ObjectProvider<KnownRevocations> revocations, ObjectProvider<RevocationFollower> feed) {
				return new WegrantMeters(decoder, cache, keys, revocations, feed);
			}

		}

	}

	/**
	 * What only a servlet web application needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class Web {

		@Bean
		@ConditionalOnMissingBean(BearerTokenResolver.class)
		AuthorizationHeaderResolver wegrantBearerTokenResolver() {
			return new AuthorizationHeaderResolver();
		}

		// Spring's own, and as strict.
		@Bean
		@ConditionalOnMissingBean(HttpFirewall.class)
		StrictHttpFirewall wegrantHttpFirewall() {
			StrictHttpFirewall firewall = new StrictHttpFirewall();
			firewall.setAllowedHeaderNames(new PrintableAscii(StrictHttpFirewall.ALLOWED_HEADER_NAMES));
			firewall.setAllowedHeaderValues(new PrintableAscii(StrictHttpFirewall.ALLOWED_HEADER_VALUES));
			return firewall;
		}

		// The error page is open to the container only; its address is as protected as
		// any.
		@Bean
		@ConditionalOnDefaultWebSecurity
		SecurityFilterChain wegrantSecurityFilterChain(HttpSecurity http) {
			// @formatter:off
			return http
				.with(new WegrantResourceServerConfigurer())
				.authorizeHttpRequests((requests) -> requests
					.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll()
					.anyRequest().authenticated())
				.build();
			// @formatter:on
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

package io.wegrant.resourceserver;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.security.autoconfigure.web.servlet.ConditionalOnDefaultWebSecurity;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.DelegatingJwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
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

	private static final String JWT_PROPERTIES = "spring.security.oauth2.resourceserver.jwt.";

	@Bean
	@ConditionalOnMissingBean(JwtDecoder.class)
	AccessTokenDecoder wegrantJwtDecoder(OAuth2ResourceServerProperties spring, WegrantResourceServerProperties wegrant,
			ObjectProvider<OAuth2TokenValidator<Jwt>> validators, ObjectProvider<Clock> clocks) {
		Issuer issuer = issuer(spring.getJwt());
		Set<String> audiences = audiences(spring.getJwt());
		Clock clock = clocks.getIfUnique(Clock::systemUTC);
		ProviderKeys keys = new ProviderKeys(issuer, wegrant.keys(), clock);
		// As with Boot's decoder, validators that the service defines have a say as well.
		List<OAuth2TokenValidator<Jwt>> rules = Stream
			.concat(Stream.of(new AccessTokenValidator(issuer, audiences, wegrant.clockSkew(), clock)),
					validators.orderedStream())
			.toList();
		return new AccessTokenDecoder(wegrant, keys, new DelegatingOAuth2TokenValidator<>(rules));
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
			throw new InvalidConfigurationPropertyValueException(JWT_PROPERTIES + "issuer-uri", uri, ex.getMessage());
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

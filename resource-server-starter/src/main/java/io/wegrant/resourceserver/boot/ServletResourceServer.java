package io.wegrant.resourceserver.boot;

import jakarta.servlet.DispatcherType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.web.servlet.ConditionalOnDefaultWebSecurity;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.spring.AccessTokenDecoder;
import io.wegrant.resourceserver.spring.AccessTokenJwts;
import io.wegrant.resourceserver.spring.ResourceServerCustomizer;
import io.wegrant.resourceserver.spring.ServletConfiguration;
import io.wegrant.resourceserver.spring.VerifierConfiguration;
import io.wegrant.resourceserver.spring.WegrantResourceServerConfigurer;

/**
 * A servlet application, and one without a web server, which checks what comes to it in
 * another way.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NotReactive.class)
final class ServletResourceServer {

	/**
	 * How tokens are checked, unless the service brings its own decoder.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(JwtDecoder.class)
	@Import({ VerifierConfiguration.class, HealthConfiguration.class })
	static class AccessTokens {

		@Bean
		AccessTokenDecoder wegrantJwtDecoder(AccessTokenVerifier verifier, AccessTokenJwts jwts) {
			return new AccessTokenDecoder(verifier, jwts);
		}

	}

	/**
	 * What only a servlet web application needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@Import(ServletConfiguration.class)
	static class Web {

		@Bean
		ResourceServerCustomizer wegrantResourceMetadata(OAuth2ResourceServerProperties properties) {
			return (resourceServer) -> resourceServer
				.protectedResourceMetadata((metadata) -> metadata.protectedResourceMetadataCustomizer((claims) -> {
					claims.tlsClientCertificateBoundAccessTokens(false);
					String issuer = properties.getJwt().getIssuerUri();
					if (issuer != null) {
						claims.authorizationServer(issuer);
					}
				}));
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

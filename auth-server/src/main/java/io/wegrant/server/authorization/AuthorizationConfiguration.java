package io.wegrant.server.authorization;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenEndpointConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenIntrospectionEndpointConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenRevocationEndpointConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.PublicClientAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2DeviceCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2TokenExchangeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.PublicClientAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.X509ClientCertificateAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.HeaderWriterFilter;

import io.wegrant.server.clients.Clients;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.limits.RateLimit;

@Configuration(proxyBeanMethods = false)
class AuthorizationConfiguration {

	/** What the framework offers and this provider does not. */
	private static final Set<Class<?>> NOT_OFFERED = Set.of(OAuth2AuthorizationCodeAuthenticationConverter.class,
			OAuth2ClientCredentialsAuthenticationConverter.class, OAuth2DeviceCodeAuthenticationConverter.class,
			OAuth2RefreshTokenAuthenticationConverter.class, OAuth2TokenIntrospectionAuthenticationProvider.class,
			OAuth2TokenRevocationAuthenticationProvider.class, OAuth2TokenExchangeAuthenticationConverter.class,
			PublicClientAuthenticationConverter.class, PublicClientAuthenticationProvider.class,
			X509ClientCertificateAuthenticationConverter.class, X509ClientCertificateAuthenticationProvider.class);

	@Bean
	@Order(1)
	SecurityFilterChain oauth2EndpointsFilterChain(HttpSecurity http, AuthorizationServerSettings settings,
			ObjectProvider<Customizer<OAuth2TokenEndpointConfigurer>> grants,
			ObjectProvider<Customizer<OAuth2TokenRevocationEndpointConfigurer>> revocation,
			ObjectProvider<Customizer<OAuth2TokenIntrospectionEndpointConfigurer>> introspection, Clients clients,
			LimitProperties limits, MeterRegistry meters) {
		OAuth2ErrorResponses errors = new OAuth2ErrorResponses();
		RateLimit wrongSecrets = new RateLimit(limits.wrongSecretsPerClient());
		// @formatter:off
		http
			.securityMatcher(settings.getTokenEndpoint(), settings.getTokenRevocationEndpoint(),
				settings.getTokenIntrospectionEndpoint())
			.with(new OAuth2AuthorizationServerConfigurer(), (server) -> {
				server.clientAuthentication((authentication) -> authentication
					.authenticationConverter(new PublicClientConverter())
					.authenticationConverters((all) -> all.removeIf((each) -> NOT_OFFERED.contains(each.getClass())))
					.authenticationProvider(new PublicClientProvider(clients))
					.authenticationProviders((all) -> {
						all.removeIf((each) -> NOT_OFFERED.contains(each.getClass()));
						all.replaceAll((each) -> throttled(each, clients, wrongSecrets));
					})
					.errorResponseHandler(errors::onClientAuthenticationFailure));
				grants.orderedStream().forEach(server::tokenEndpoint);
				server.tokenEndpoint((token) -> token
					.accessTokenRequestConverters((all) -> all.removeIf((each) -> NOT_OFFERED.contains(each.getClass())))
					.accessTokenResponseHandler(new TokenResponses())
					.errorResponseHandler(errors));
				revocation.orderedStream().forEach(server::tokenRevocationEndpoint);
				server.tokenRevocationEndpoint((endpoint) -> endpoint
					.authenticationProviders((all) -> all.removeIf((each) -> NOT_OFFERED.contains(each.getClass())))
					.errorResponseHandler(errors));
				introspection.orderedStream().forEach(server::tokenIntrospectionEndpoint);
				server.tokenIntrospectionEndpoint((endpoint) -> endpoint
					.authenticationProviders((all) -> all.removeIf((each) -> NOT_OFFERED.contains(each.getClass())))
					.errorResponseHandler(errors));
			})
			.addFilterAfter(new OutcomeMeterFilter(settings, meters), HeaderWriterFilter.class)
			.addFilterAfter(new FormRequestFilter(errors), OutcomeMeterFilter.class)
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(errors));
		// @formatter:on
		return stateless(http).build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain publicDocumentsFilterChain(HttpSecurity http, AuthorizationServerSettings settings) {
		// @formatter:off
		http
			.securityMatcher(AuthorizationServerMetadataEndpoint.PATH, settings.getJwkSetEndpoint(),
				AuthorizationServerMetadataEndpoint.REVOCATIONS_PATH)
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(HttpMethod.GET).permitAll()
				.requestMatchers(HttpMethod.HEAD).permitAll()
				.anyRequest().denyAll())
			.headers((headers) -> headers.cacheControl((cache) -> cache.disable()))
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new NotFoundEntryPoint()));
		// @formatter:on
		return stateless(http).build();
	}

	@Bean
	@Order(3)
	SecurityFilterChain managementFilterChain(HttpSecurity http) {
		// @formatter:off
		http
			.securityMatcher(EndpointRequest.toAnyEndpoint())
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
		// @formatter:on
		return stateless(http).build();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	SecurityFilterChain everythingElseFilterChain(HttpSecurity http) {
		// @formatter:off
		http
			.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll())
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new NotFoundEntryPoint()));
		// @formatter:on
		return stateless(http).build();
	}

	// To time each filter of a chain costs more than most of them do. Requests are
	// measured as a whole, and by outcome.
	@Bean
	SecurityObservationSettings securityObservationSettings() {
		return SecurityObservationSettings.noObservations();
	}

	@Bean
	AuthorizationServerSettings authorizationServerSettings(AuthorizationProperties properties) {
		return AuthorizationServerSettings.builder().issuer(properties.issuer().toString()).build();
	}

	@Bean
	AccessTokens accessTokens(JwtEncoder encoder, JWKSource<SecurityContext> keys, AuthorizationProperties properties,
			SecureRandom random, Clock clock) {
		return new AccessTokens(encoder, keys, properties.issuer().toString(), random, clock);
	}

	@Bean
	Customizer<OAuth2TokenEndpointConfigurer> clientCredentialsGrant(Clients clients, AccessTokens accessTokens) {
		return (token) -> token.accessTokenRequestConverter(new ClientCredentialsConverter())
			.authenticationProvider(new ClientCredentialsProvider(clients, accessTokens));
	}

	private static AuthenticationProvider throttled(AuthenticationProvider provider, Clients clients,
			RateLimit wrongSecrets) {
		return (provider instanceof ClientSecretAuthenticationProvider)
				? new ThrottledSecretProvider(provider, clients, wrongSecrets) : provider;
	}

	private static HttpSecurity stateless(HttpSecurity http) {
		// @formatter:off
		return http
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable);
		// @formatter:on
	}

}

package io.wegrant.server.authorization;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenIntrospectionEndpointConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenRevocationEndpointConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;

import io.wegrant.server.authorization.PublishedEndpoint.Callers;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.ClientsProperties;
import io.wegrant.server.clients.UsedAssertions;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.limits.RateLimit;
import io.wegrant.server.settings.SettingsRule;

@Configuration(proxyBeanMethods = false)
class AuthorizationConfiguration {

	/** All that is offered of what the framework brings along. */
	private static final Set<Class<?>> OFFERED = Set.of(ClientSecretPostAuthenticationConverter.class,
			ClientSecretAuthenticationProvider.class, JwtClientAssertionAuthenticationProvider.class);

	@Bean
	static SettingsRule issuerIsNoResource(AuthorizationProperties properties, ClientsProperties clients) {
		return (check) -> clients.checkResources(properties.issuer(), check);
	}

	@Bean
	static SettingsRule devIsLocal(AuthorizationProperties properties, Environment environment) {
		return (check) -> check.that("wegrant.issuer", properties.isLocal() || !environment.matchesProfiles("dev"),
				"must be on a loopback host with the profile dev, whose secrets everybody knows");
	}

	@Bean
	@Order(1)
	SecurityFilterChain oauth2EndpointsFilterChain(HttpSecurity http, AuthorizationServerSettings settings,
			RegisteredClients clients, List<Grant> grants,
			ObjectProvider<Customizer<OAuth2TokenRevocationEndpointConfigurer>> revocation,
			ObjectProvider<Customizer<OAuth2TokenIntrospectionEndpointConfigurer>> introspection,
			ClientAssertions assertions, LimitProperties limits, MeterRegistry meters) {
		OAuth2ErrorResponses errors = new OAuth2ErrorResponses();
		RateLimit wrongSecrets = new RateLimit(limits.wrongSecretsPerClient());
		// @formatter:off
		http
			.securityMatcher(settings.getTokenEndpoint(), settings.getTokenRevocationEndpoint(),
				settings.getTokenIntrospectionEndpoint())
			.with(new OAuth2AuthorizationServerConfigurer(), (server) -> {
				server.clientAuthentication((authentication) -> authentication
					.authenticationConverter(new PublicClientConverter())
					.authenticationConverter(new ClientAssertionConverter())
					.authenticationConverter(new BasicCredentialsConverter())
					.authenticationConverters((all) -> all.removeIf(AuthorizationConfiguration::isNotOffered))
					.authenticationProvider(new PublicClientProvider(clients))
					.authenticationProviders((all) -> {
						all.removeIf(AuthorizationConfiguration::isNotOffered);
						all.replaceAll((each) -> proving(each, assertions, clients, wrongSecrets));
					})
					.errorResponseHandler(errors::onClientAuthenticationFailure));
				grants.forEach((grant) -> server.tokenEndpoint((token) -> token
					.accessTokenRequestConverter(grant.converter())
					.authenticationProvider(grant.provider())));
				server.tokenEndpoint((token) -> token
					.authenticationProviders((all) -> all.removeIf(AuthorizationConfiguration::isNotOffered))
					.accessTokenRequestConverters((all) -> all.removeIf(AuthorizationConfiguration::isNotOffered))
					.accessTokenResponseHandler(new TokenResponses())
					.errorResponseHandler(errors));
				revocation.orderedStream().forEach(server::tokenRevocationEndpoint);
				server.tokenRevocationEndpoint((endpoint) -> endpoint
					.authenticationProviders((all) -> all.removeIf(AuthorizationConfiguration::isNotOffered))
					.errorResponseHandler(errors));
				introspection.orderedStream().forEach(server::tokenIntrospectionEndpoint);
				server.tokenIntrospectionEndpoint((endpoint) -> endpoint
					.authenticationProviders((all) -> all.removeIf(AuthorizationConfiguration::isNotOffered))
					.errorResponseHandler(errors));
			})
			.addFilterAfter(new OutcomeMeterFilter(settings, types(grants), meters), HeaderWriterFilter.class)
			.addFilterAfter(new FormRequestFilter(errors), OutcomeMeterFilter.class)
			.addFilterAfter(new OneAuthenticationFilter(), FormRequestFilter.class)
			.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(errors));
		// @formatter:on
		return stateless(http).build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain publicDocumentsFilterChain(HttpSecurity http, List<PublishedEndpoint> endpoints) {
		// @formatter:off
		http
			.securityMatcher(documents(endpoints))
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers(HttpMethod.GET).permitAll()
				.requestMatchers(HttpMethod.HEAD).permitAll()
				.anyRequest().denyAll())
			.headers((headers) -> headers.cacheControl((cache) -> cache.disable()))
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new ProblemResponses()));
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
			.exceptionHandling((exceptions) -> exceptions.authenticationEntryPoint(new ProblemResponses()));
		// @formatter:on
		return stateless(http).build();
	}

	@Bean
	RequestRejectedHandler requestRejectedHandler() {
		return new ProblemResponses();
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
	ClientKeysClient clientKeysClient() {
		return new ClientKeysClient();
	}

	@Bean
	ClientAssertions clientAssertions(ClientKeysClient client, UsedAssertions used,
			AuthorizationServerSettings settings, Clock clock) {
		return new ClientAssertions(new ClientKeys(client, clock), used, settings, clock);
	}

	@Bean
	RegisteredClients registeredClients(Clients clients, List<Grant> grants) {
		return new RegisteredClients(clients, grants);
	}

	@Bean
	ClientTokens clientTokens(AccessTokens accessTokens, Clients clients, HeardRevocations heard,
			List<ProviderScopes> providerScopes, Clock clock) {
		return new ClientTokens(accessTokens, clients, heard, providerScopes, clock);
	}

	@Bean
	Grant clientCredentialsGrant(Clients clients, ClientTokens tokens) {
		return new Grant(AuthorizationGrantType.CLIENT_CREDENTIALS, (client) -> client.miniProgram().isEmpty(),
				new ClientCredentialsConverter(), new ClientCredentialsProvider(clients, tokens));
	}

	@Bean
	PublishedEndpoint publishedTokenEndpoint(AuthorizationServerSettings settings) {
		return new PublishedEndpoint("token_endpoint", settings.getTokenEndpoint(), Callers.CLIENTS);
	}

	// An upgrade of the framework brings nothing that nobody chose.
	private static boolean isNotOffered(Object part) {
		return part.getClass().getPackageName().startsWith("org.springframework.")
				&& !OFFERED.contains(part.getClass());
	}

	private static Set<String> types(List<Grant> grants) {
		return grants.stream().map((grant) -> grant.type().getValue()).collect(Collectors.toUnmodifiableSet());
	}

	private static String[] documents(List<PublishedEndpoint> endpoints) {
		return Stream
			.concat(Stream.of(AuthorizationServerMetadataEndpoint.PATH),
					endpoints.stream()
						.filter((endpoint) -> endpoint.callers() == Callers.EVERYBODY)
						.map(PublishedEndpoint::path))
			.toArray(String[]::new);
	}

	private static AuthenticationProvider proving(AuthenticationProvider provider, ClientAssertions assertions,
			RegisteredClients clients, RateLimit wrongSecrets) {
		if (provider instanceof JwtClientAssertionAuthenticationProvider jwt) {
			jwt.setJwtDecoderFactory(assertions);
			return new ThrottledProofProvider(jwt, clients, wrongSecrets);
		}
		if (provider instanceof ClientSecretAuthenticationProvider secrets) {
			return new ThrottledProofProvider(new BasicSecretProvider(secrets), clients, wrongSecrets);
		}
		return provider;
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

package io.wegrant.resourceserver.boot;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.reactive.ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.HeaderBearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.TestIssuer;
import io.wegrant.resourceserver.spring.AccessTokenDecoder;
import io.wegrant.resourceserver.spring.MicrometerMeters;
import io.wegrant.resourceserver.spring.WegrantResourceServerConfigurer;
import io.wegrant.resourceserver.spring.WegrantResourceServerProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class WegrantResourceServerAutoConfigurationTests {

	private static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";

	private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
			WegrantResourceServerAutoConfiguration.class, OAuth2ResourceServerAutoConfiguration.class,
			OAuth2ResourceServerWebSecurityAutoConfiguration.class, SecurityAutoConfiguration.class,
			ServletWebSecurityAutoConfiguration.class);

	private final ApplicationContextRunner bare = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS);

	private final ApplicationContextRunner runner = this.bare.withPropertyValues(ISSUER + "=http://localhost:9000",
			AUDIENCES + "=http://localhost:8090");

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues(ISSUER + "=http://localhost:9000", AUDIENCES + "=http://localhost:8090");

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WegrantResourceServerAutoConfiguration.class,
				ReactiveOAuth2ResourceServerAutoConfiguration.class,
				ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration.class,
				ReactiveWebSecurityAutoConfiguration.class))
		.withPropertyValues(ISSUER + "=http://localhost:9000", AUDIENCES + "=http://localhost:8090");

	@Test
	void startWhenIssuerAndAudienceThenBootFindsItsPlacesTaken() {
		this.web.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).getBean(JwtDecoder.class).isInstanceOf(AccessTokenDecoder.class);
			assertThat(context).hasSingleBean(JwtAuthenticationConverter.class);
			assertThat(context).hasSingleBean(BearerTokenResolver.class).hasBean("wegrantBearerTokenResolver");
			assertThat(context).hasSingleBean(SecurityFilterChain.class).hasBean("wegrantSecurityFilterChain");
			assertThat(context).hasSingleBean(ServletResourceServer.MethodSecurity.class);
		});
	}

	@Test
	void startWhenNotServletApplicationThenNoWebBeans() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(JwtDecoder.class).hasSingleBean(JwtAuthenticationConverter.class);
			assertThat(context).doesNotHaveBean(SecurityFilterChain.class).doesNotHaveBean(BearerTokenResolver.class);
		});
	}

	@Test
	void startWhenNoWebApplicationThenToldThatNothingIsProtected(CapturedOutput output) {
		this.runner.run((context) -> assertThat(output).contains("neither a servlet nor a reactive web application"));
	}

	@Test
	void startWhenReactiveApplicationThenReactiveBeansOnly(CapturedOutput output) {
		this.reactive.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).hasSingleBean(ReactiveJwtDecoder.class).hasSingleBean(AccessTokenVerifier.class);
			assertThat(context.getBeanProvider(SecurityWebFilterChain.class).orderedStream().findFirst())
				.hasValue(context.getBean("wegrantSecurityWebFilterChain", SecurityWebFilterChain.class));
			assertThat(context).hasSingleBean(WegrantHealthIndicator.class).hasSingleBean(MicrometerMeters.class);
			assertThat(context).doesNotHaveBean(JwtDecoder.class).doesNotHaveBean(SecurityFilterChain.class);
			assertThat(output).doesNotContain("neither a servlet");
		});
	}

	@Test
	void startWhenReactiveServiceHasDecoderThenNeitherKeysNorRevocationsAreFetched() {
		ReactiveJwtDecoder own = (token) -> Mono.error(new BadJwtException("no"));
		this.reactive.withBean(ReactiveJwtDecoder.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("wegrantSecurityWebFilterChain")
				.doesNotHaveBean(AccessTokenVerifier.class));
	}

	@Test
	void startWhenServiceHasDecoderThenBacksOffAndNeedsNoProperties() {
		JwtDecoder own = (token) -> {
			throw new BadJwtException("no");
		};
		this.bare.withBean(JwtDecoder.class, () -> own)
			.run((context) -> assertThat(context).getBean(JwtDecoder.class).isSameAs(own));
	}

	@Test
	void startWhenServiceHasDecoderThenNeitherKeysNorRevocationsAreFetched() {
		this.bare.withBean(JwtDecoder.class, () -> (token) -> {
			throw new BadJwtException("no");
		})
			.run((context) -> assertThat(context).doesNotHaveBean(AccessTokenVerifier.class)
				.doesNotHaveBean(WegrantHealthIndicator.class)
				.doesNotHaveBean(MicrometerMeters.class));
	}

	@Test
	void startWhenNothingIsSetThenRevocationsAreFollowed() {
		this.runner
			.run((context) -> assertThat(context.getBean(AccessTokenVerifier.class).state().revocations()).isPresent());
	}

	@Test
	void startWhenRevocationIsSwitchedOffThenNotFollowed() {
		this.runner.withPropertyValues("wegrant.resource-server.revocation.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(JwtDecoder.class).hasSingleBean(WegrantHealthIndicator.class);
			assertThat(context.getBean(AccessTokenVerifier.class).state().revocations()).isEmpty();
		});
	}

	@Test
	void startWhenNoHealthOnClassPathThenNoIndicator() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(JwtDecoder.class)
				.doesNotHaveBean("wegrantHealthIndicator"));
	}

	@Test
	void startWhenHealthIndicatorIsSwitchedOffThenNoIndicator() {
		this.runner.withPropertyValues("management.health.wegrant.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("wegrantHealthIndicator"));
	}

	@Test
	void startWhenServiceHasHealthIndicatorThenBacksOff() {
		HealthIndicator own = () -> Health.up().build();
		this.runner.withBean("wegrantHealthIndicator", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).getBean("wegrantHealthIndicator").isSameAs(own));
	}

	@Test
	void startWhenNoMicrometerOnClassPathThenNoMeters() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(JwtDecoder.class)
				.doesNotHaveBean("wegrantMeters"));
	}

	@Test
	void startWhenMicrometerOnClassPathThenMeters() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(MicrometerMeters.class));
	}

	@Test
	void startWhenServiceHasConverterThenBacksOff() {
		JwtAuthenticationConverter own = new JwtAuthenticationConverter();
		this.runner.withBean(JwtAuthenticationConverter.class, () -> own)
			.run((context) -> assertThat(context).getBean(JwtAuthenticationConverter.class).isSameAs(own));
	}

	@Test
	void startWhenServiceHasTokenResolverThenBacksOff() {
		BearerTokenResolver own = new HeaderBearerTokenResolver("X-Token");
		this.web.withBean(BearerTokenResolver.class, () -> own)
			.run((context) -> assertThat(context).getBean(BearerTokenResolver.class).isSameAs(own));
	}

	@Test
	void startWhenServiceHasFirewallThenBacksOff() {
		HttpFirewall own = new StrictHttpFirewall();
		this.web.withBean(HttpFirewall.class, () -> own)
			.run((context) -> assertThat(context).getBean(HttpFirewall.class).isSameAs(own));
	}

	@Test
	void readHeaderWhenAnyCharacterThenRefusedAsBySpring() {
		HttpFirewall spring = new StrictHttpFirewall();
		this.web.run((context) -> {
			HttpFirewall firewall = context.getBean(HttpFirewall.class);
			assertThat(IntStream.rangeClosed(0, Character.MAX_VALUE)
				.filter((character) -> passes(firewall, character) != passes(spring, character))).isEmpty();
			assertThat(passes(firewall, '~')).isTrue();
			assertThat(passes(firewall, 0x7f)).isFalse();
		});
	}

	private static boolean passes(HttpFirewall firewall, int character) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
		request.addHeader("X-Text", "a" + (char) character);
		try {
			return firewall.getFirewalledRequest(request).getHeader("X-Text") != null;
		}
		catch (RequestRejectedException ex) {
			return false;
		}
	}

	@Test
	void startWhenServiceHasFilterChainThenBacksOff() {
		this.web.withUserConfiguration(OwnFilterChain.class)
			.run((context) -> assertThat(context).hasSingleBean(SecurityFilterChain.class).hasBean("own"));
	}

	@Test
	void startWhenServiceEnablesMethodSecurityThenBacksOff() {
		this.web.withUserConfiguration(OwnMethodSecurity.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("preAuthorizeAuthorizationMethodInterceptor")
				.doesNotHaveBean(ServletResourceServer.MethodSecurity.class));
	}

	@Test
	void decodeWhenServiceHasValidatorThenItHasSayAsWell() {
		OAuth2TokenValidator<Jwt> own = (token) -> OAuth2TokenValidatorResult
			.failure(new OAuth2Error("invalid_token", "the service says no", null));
		try (TestIssuer issuer = TestIssuer.start()) {
			String token = issuer.accessTokenFor("http://localhost:8090").sign();
			ApplicationContextRunner service = this.runner.withPropertyValues(ISSUER + "=" + issuer.issuer());
			service.run((context) -> assertThat(context.getBean(JwtDecoder.class).decode(token).getSubject())
				.isEqualTo("u-1"));
			service.withBean("own", OAuth2TokenValidator.class, () -> own)
				.run((context) -> assertThatExceptionOfType(BadJwtException.class)
					.isThrownBy(() -> context.getBean(JwtDecoder.class).decode(token))
					.havingCause()
					.withMessageContaining("the service says no"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void startWhenAudiencesAreMissingThenOneMessageNamesProperty(String audiences) {
		this.bare.withPropertyValues(ISSUER + "=http://localhost:9000", AUDIENCES + "=" + audiences)
			.run((context) -> assertStopsNaming(context, AUDIENCES));
	}

	@Test
	void startWhenIssuerIsMissingThenOneMessageNamesProperty() {
		this.bare.withPropertyValues(AUDIENCES + "=http://localhost:8090")
			.run((context) -> assertStopsNaming(context, ISSUER));
	}

	private static void assertStopsNaming(AssertableApplicationContext context, String property) {
		assertThat(context).hasFailed();
		FailureAnalysis analysis = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(context.getStartupFailure()))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
		assertThat(analysis.getDescription()).startsWith("The property '" + property + "' is not set. ");
		assertThat(analysis.getAction()).contains(property + "=");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "https://one.example,https://two.example",
			"https://one.example https://two.example" })
	void startWhenIssuerIsNotOneUrlThenStops(String issuer) {
		this.runner.withPropertyValues(ISSUER + "=" + issuer)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName()).isEqualTo(ISSUER)));
	}

	@Test
	void bindWhenNothingIsSetThenDefaults() {
		this.runner.run((context) -> {
			WegrantResourceServerProperties properties = context.getBean(WegrantResourceServerProperties.class);
			assertThat(properties.algorithms()).isEqualTo(Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.RS256));
			assertThat(properties.clockSkew()).isEqualTo(Duration.ofSeconds(60));
			assertThat(properties.maxTokenSize()).isEqualTo(DataSize.ofKilobytes(8));
			assertThat(properties.keys()).isEqualTo(new WegrantResourceServerProperties.Keys(Duration.ofMinutes(5),
					Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(5),
					Duration.ofSeconds(1), Duration.ofSeconds(2), DataSize.ofKilobytes(64)));
			assertThat(properties.revocation()).isEqualTo(new WegrantResourceServerProperties.Revocation(true,
					Duration.ofSeconds(25), Duration.ofSeconds(60), WegrantResourceServerProperties.WhenStale.ACCEPT,
					Duration.ofSeconds(1), Duration.ofSeconds(5), DataSize.ofMegabytes(4)));
			assertThat(properties.tokenCache().maxSize()).isEqualTo(10_000);
			assertThat(properties.accountEvents().path()).isEqualTo("/wegrant/account-events");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "algorithms=HS256", "algorithms=none", "algorithms=", "clock-skew=-1s",
			"max-token-size=0B", "revocation.wait=31s", "revocation.wait=-1s", "revocation.wait=1500ms",
			"revocation.stale-after=25s", "revocation.when-stale=ignore", "revocation.connect-timeout=0s",
			"revocation.read-timeout=0s", "revocation.max-size=0B", "token-cache.max-size=-1", "keys.cache-time=0s",
			"keys.refresh-ahead=5m", "keys.read-timeout=0s", "keys.max-size=0B" })
	void bindWhenValueMakesNoSenseThenStops(String property) {
		this.runner.withPropertyValues("wegrant.resource-server." + property)
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void startWhenShortCacheTimeThenStarts() {
		this.runner
			.withPropertyValues("wegrant.resource-server.keys.cache-time=2s",
					"wegrant.resource-server.keys.refresh-ahead=1s")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilterChain {

		@Bean
		SecurityFilterChain own(HttpSecurity http) {
			return http.with(new WegrantResourceServerConfigurer())
				.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class OwnMethodSecurity {

	}

}

package io.wegrant.resourceserver.boot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.reactive.ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import reactor.core.publisher.Mono;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.AccountEvent;
import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.EventVerification;
import io.wegrant.resourceserver.spring.AccountEventReceiver;
import io.wegrant.resourceserver.spring.MicrometerMeters;

import static org.assertj.core.api.Assertions.assertThat;

class WegrantAccountEventAutoConfigurationTests {

	private static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri=http://localhost:9000";

	private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences=http://localhost:8090";

	private static final String CHAIN = "wegrantAccountEventChain";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
			WegrantAccountEventAutoConfiguration.class, WegrantResourceServerAutoConfiguration.class,
			OAuth2ResourceServerAutoConfiguration.class, OAuth2ResourceServerWebSecurityAutoConfiguration.class,
			SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class);

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues(ISSUER, AUDIENCES);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WegrantAccountEventAutoConfiguration.class,
				WegrantResourceServerAutoConfiguration.class, ReactiveOAuth2ResourceServerAutoConfiguration.class,
				ReactiveOAuth2ResourceServerWebSecurityAutoConfiguration.class,
				ReactiveWebSecurityAutoConfiguration.class))
		.withPropertyValues(ISSUER, AUDIENCES);

	private static AccountEventListener listener() {
		return (event) -> {
		};
	}

	private static AccessTokenVerifier verifier() {
		return AccessTokenVerifier.builder("http://localhost:9000").audience("http://localhost:8090").build();
	}

	@Test
	void startWhenServiceListensThenPathComesBeforeTheChainOfTheStarter() {
		this.web.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.run((context) -> assertThat(context.getBeanProvider(SecurityFilterChain.class).orderedStream())
				.containsExactly(context.getBean(CHAIN, SecurityFilterChain.class),
						context.getBean("wegrantSecurityFilterChain", SecurityFilterChain.class)));
		this.reactive.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.run((context) -> assertThat(context.getBeanProvider(SecurityWebFilterChain.class).orderedStream())
				.startsWith(context.getBean(CHAIN, SecurityWebFilterChain.class),
						context.getBean("wegrantSecurityWebFilterChain", SecurityWebFilterChain.class)));
	}

	@Test
	void startWhenServiceDoesNotListenThenNothingIsAdded() {
		this.web.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(CHAIN)
			.doesNotHaveBean(AccountEventReceiver.class)
			.hasSingleBean(MicrometerMeters.class));
		this.reactive.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(CHAIN)
			.doesNotHaveBean(AccountEventReceiver.class)
			.hasSingleBean(MicrometerMeters.class));
	}

	@Test
	void startWhenNoWebApplicationThenNothingIsAdded() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ISSUER, AUDIENCES)
			.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AccountEventReceiver.class));
	}

	@Test
	void startWhenServiceListensThenEventsAreCounted() {
		this.web.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.run((context) -> {
				MeterRegistry registry = new SimpleMeterRegistry();
				context.getBean("wegrantAccountEventMeters", MicrometerMeters.class).bindTo(registry);
				context.getBean(AccessTokenVerifier.class).accountEvents().verify("opaque");
				assertThat(registry.get("wegrant.resource-server.account-events")
					.tag("result", "invalid-request")
					.functionCounter()
					.count()).isOne();
			});
		this.web.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean(CHAIN)
				.doesNotHaveBean("wegrantAccountEventMeters"));
	}

	@Test
	void startWhenServiceHasDecoderAndNoVerifierThenOneMessageSaysSo() {
		this.web.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.withBean(JwtDecoder.class, WegrantAccountEventAutoConfigurationTests::decoder)
			.run((context) -> assertThat(context).getFailure()
				.satisfies(WegrantAccountEventAutoConfigurationTests::assertNamesVerifier));
		this.reactive.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.withBean(ReactiveJwtDecoder.class, () -> (token) -> Mono.error(new BadJwtException("no")))
			.run((context) -> assertThat(context).getFailure()
				.satisfies(WegrantAccountEventAutoConfigurationTests::assertNamesVerifier));
	}

	private static JwtDecoder decoder() {
		return (token) -> {
			throw new BadJwtException("no");
		};
	}

	private static void assertNamesVerifier(Throwable failure) {
		FailureAnalysis analysis = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {
			}))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow();
		assertThat(analysis.getDescription())
			.startsWith("There is an AccountEventListener, and nothing that could check");
		assertThat(analysis.getAction()).contains("io.wegrant.resourceserver.AccessTokenVerifier");
	}

	@Test
	void answerWhenListenersAreOrderedThenCalledInThatOrder() {
		this.web.withUserConfiguration(OrderedListeners.class).run((context) -> {
			AccountEvent event = new AccountEvent.Purged("e", "u", Instant.EPOCH);
			context.getBean(AccountEventReceiver.class).answer(new EventVerification.Accepted(event));
			assertThat(context.getBean(OrderedListeners.class).calls).containsExactly("first", "second", "last");
		});
	}

	@Test
	void startWhenServiceHasDecoderAndVerifierThenStarts() {
		this.web.withBean(AccountEventListener.class, WegrantAccountEventAutoConfigurationTests::listener)
			.withBean(JwtDecoder.class, WegrantAccountEventAutoConfigurationTests::decoder)
			.withBean(AccessTokenVerifier.class, WegrantAccountEventAutoConfigurationTests::verifier)
			.run((context) -> assertThat(context).hasNotFailed().hasBean(CHAIN));
	}

	@Configuration(proxyBeanMethods = false)
	static class OrderedListeners {

		private final List<String> calls = new ArrayList<>();

		@Bean
		AccountEventListener last() {
			return (event) -> this.calls.add("last");
		}

		@Bean
		@Order(2)
		AccountEventListener second() {
			return (event) -> this.calls.add("second");
		}

		@Bean
		@Order(1)
		AccountEventListener first() {
			return (event) -> this.calls.add("first");
		}

	}

}

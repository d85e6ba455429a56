package io.wegrant.resourceserver.boot3;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.security.oauth2.resource.servlet.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.web.SecurityFilterChain;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.AccountEventListener;
import io.wegrant.resourceserver.spring.AccessTokenDecoder;
import io.wegrant.resourceserver.spring.SetupException;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class WegrantResourceServerAutoConfigurationTests {

	private static final String ISSUER = "spring.security.oauth2.resourceserver.jwt.issuer-uri";

	private static final String AUDIENCES = "spring.security.oauth2.resourceserver.jwt.audiences";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
			WegrantAccountEventAutoConfiguration.class, WegrantResourceServerAutoConfiguration.class,
			OAuth2ResourceServerAutoConfiguration.class, SecurityAutoConfiguration.class);

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues(ISSUER + "=http://localhost:9000", AUDIENCES + "=http://localhost:8090");

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS)
		.withPropertyValues(ISSUER + "=http://localhost:9000", AUDIENCES + "=http://localhost:8090");

	@Test
	void startWhenIssuerAndAudienceThenBootFindsItsPlacesTaken() {
		this.web.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context).getBean(JwtDecoder.class).isInstanceOf(AccessTokenDecoder.class);
			assertThat(context).hasSingleBean(JwtAuthenticationConverter.class);
			assertThat(context).hasSingleBean(BearerTokenResolver.class).hasBean("wegrantBearerTokenResolver");
			assertThat(context).hasSingleBean(SecurityFilterChain.class).hasBean("wegrantSecurityFilterChain");
			assertThat(context).hasBean("wegrantHealthIndicator").hasBean("wegrantMeters");
		});
	}

	@Test
	void startWhenNoWebApplicationThenToldThatNothingIsProtected(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(JwtDecoder.class).doesNotHaveBean(SecurityFilterChain.class);
			assertThat(output).contains("neither a servlet nor a reactive web application");
		});
	}

	@Test
	void startWhenReactiveApplicationThenStopsAndSaysWhatToDo() {
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ISSUER + "=http://localhost:9000", AUDIENCES + "=http://localhost:8090")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("is for servlet applications, and this is a reactive one"));
	}

	@Test
	void startWhenServiceHasDecoderThenBacksOffAndNeedsNoProperties() {
		JwtDecoder own = (token) -> {
			throw new BadJwtException("no");
		};
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withBean(JwtDecoder.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(AccessTokenVerifier.class)
				.getBean(JwtDecoder.class)
				.isSameAs(own));
	}

	@Test
	void startWhenAudienceIsMissingThenStopsAndNamesProperty() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues(ISSUER + "=http://localhost:9000")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(AUDIENCES));
	}

	@Test
	void startWhenNoActuatorOnClassPathThenNeitherHealthNorMeters() {
		this.web.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("wegrantHealthIndicator")
				.doesNotHaveBean("wegrantMeters"));
	}

	@Test
	void startWhenServiceListensToAccountEventsThenPathComesBeforeTheChainOfTheStarter() {
		this.web.withBean(AccountEventListener.class, WegrantResourceServerAutoConfigurationTests::listener)
			.run((context) -> assertThat(context.getBeanProvider(SecurityFilterChain.class).orderedStream())
				.containsExactly(context.getBean("wegrantAccountEventChain", SecurityFilterChain.class),
						context.getBean("wegrantSecurityFilterChain", SecurityFilterChain.class)));
	}

	@Test
	void startWhenServiceListensAndHasDecoderThenOneMessageNamesVerifier() {
		this.web.withBean(AccountEventListener.class, WegrantResourceServerAutoConfigurationTests::listener)
			.withBean(JwtDecoder.class, () -> (token) -> {
				throw new BadJwtException("no");
			})
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(SetupException.class)
				.hasMessageContaining("There is an AccountEventListener, and nothing that could check account events"));
	}

	private static AccountEventListener listener() {
		return (event) -> {
		};
	}

}

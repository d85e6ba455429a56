package io.wegrant.resourceserver.boot;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.wegrant.resourceserver.AccessTokenVerifier;
import io.wegrant.resourceserver.MovableClock;
import io.wegrant.resourceserver.TestIssuer;
import io.wegrant.resourceserver.VerifierState;

/**
 * What the starter assembles without a web server, with a clock that a test can put
 * forward.
 */
final class TestContext implements AutoCloseable {

	static final String AUDIENCE = "http://service.test";

	private final ConfigurableApplicationContext context;

	private TestContext(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static TestContext start(TestIssuer issuer, String... properties) {
		return new TestContext(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.logStartupInfo(false)
			.properties("spring.main.banner-mode=off",
					"spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.issuer(),
					"spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE,
					"wegrant.resource-server.revocation.wait=2s",
					"wegrant.resource-server.revocation.read-timeout=500ms")
			.properties(properties)
			.run());
	}

	static TestContext startAndFollow(TestIssuer issuer, String... properties) {
		TestContext started = start(issuer, properties);
		started.awaitKeys();
		await(() -> !started.revocations().stale());
		return started;
	}

	VerifierState.Revocations revocations() {
		return verifier().state().revocations().orElseThrow();
	}

	AccessTokenVerifier verifier() {
		return bean(AccessTokenVerifier.class);
	}

	void awaitKeys() {
		await(() -> verifier().state().keysAge().isPresent());
	}

	static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(10))
			.until(condition::getAsBoolean);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	void letPass(Duration time) {
		bean(MovableClock.class).letPass(time);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(WegrantResourceServerAutoConfiguration.class)
	static class Application {

		@Bean
		MovableClock clock() {
			return new MovableClock();
		}

	}

}

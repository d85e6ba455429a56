package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The token checks of a service without the service: no web server, quick to start, with
 * a clock that a test can put forward.
 */
final class TestChecks implements AutoCloseable {

	static final String AUDIENCE = "http://service.test";

	private final TestIssuer issuer;

	private final ConfigurableApplicationContext context;

	private TestChecks(TestIssuer issuer, ConfigurableApplicationContext context) {
		this.issuer = issuer;
		this.context = context;
	}

	static TestChecks start(TestIssuer issuer, String... properties) {
		return new TestChecks(issuer,
				new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
					.logStartupInfo(false)
					.properties("spring.main.banner-mode=off",
							"spring.security.oauth2.resourceserver.jwt.issuer-uri=" + issuer.issuer(),
							"spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE,
							"wegrant.resource-server.revocation.wait=2s",
							"wegrant.resource-server.revocation.read-timeout=500ms")
					.properties(properties)
					.run());
	}

	static TestChecks startAndFollow(TestIssuer issuer, String... properties) {
		TestChecks checks = start(issuer, properties);
		checks.awaitCaughtUp();
		return checks;
	}

	TestAccessToken token(String sid) {
		return this.issuer.accessTokenFor(AUDIENCE).claim("sid", sid);
	}

	Jwt decode(String token) {
		return this.context.getBean(JwtDecoder.class).decode(token);
	}

	void assertAccepted(String token) {
		assertThat(decode(token).getTokenValue()).isEqualTo(token);
	}

	void assertRefused(TokenResult result, String token) {
		assertThatExceptionOfType(RefusedTokenException.class).isThrownBy(() -> decode(token))
			.extracting(RefusedTokenException::result)
			.isEqualTo(result);
	}

	void assertRevoked(String token) {
		assertRefused(TokenResult.REVOKED, token);
	}

	void awaitCaughtUp() {
		await(() -> {
			Long cursor = revocations().cursor();
			return cursor != null && cursor == this.issuer.revocations().seq() && !revocations().isStale();
		});
	}

	void awaitAnswers(FeedResult result, int count) {
		long before = feed().answers().count(result);
		await(() -> feed().answers().count(result) >= before + count);
	}

	static void await(Supplier<Boolean> condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(10))
			.until(condition::get, (met) -> met);
	}

	KnownRevocations revocations() {
		return this.context.getBean(KnownRevocations.class);
	}

	RevocationFollower feed() {
		return this.context.getBean(RevocationFollower.class);
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

package io.wegrant.resourceserver.boot;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.wegrant.resourceserver.TestAccessToken;
import io.wegrant.resourceserver.TestIssuer;
import io.wegrant.resourceserver.TokenResult;
import io.wegrant.resourceserver.spring.MicrometerMeters;

import static org.assertj.core.api.Assertions.assertThat;

class MicrometerMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private double count(String name, String result) {
		return this.registry.get("wegrant.resource-server." + name).tag("result", result).functionCounter().count();
	}

	private double gauge(String name) {
		return this.registry.get("wegrant.resource-server." + name).gauge().value();
	}

	@Test
	void countWhenTokensAreCheckedThenByResult() {
		this.issuer.revocations().revokeSession("s-1");
		try (TestContext checks = TestContext.startAndFollow(this.issuer)) {
			checks.bean(MicrometerMeters.class).bindTo(this.registry);
			TestAccessToken token = this.issuer.accessTokenFor(TestContext.AUDIENCE);
			String good = token.sign();
			for (String each : new String[] { good, good, token.claim("sid", "s-1").sign(), "opaque" }) {
				checks.verifier().verify(each);
			}
			System.gc();
			assertThat(count("tokens", "accepted")).isEqualTo(2);
			assertThat(count("tokens", "revoked")).isOne();
			assertThat(count("tokens", "malformed")).isOne();
			assertThat(count("tokens", "stale")).isZero();
			assertThat(count("token-cache", "hit")).isOne();
			assertThat(count("keys.fetches", "success")).isOne();
			assertThat(count("revocation.feed.answers", "accepted")).isPositive();
			assertThat(gauge("revocation.entries")).isOne();
			assertThat(gauge("revocation.feed.age")).isBetween(0.0, 30.0);
		}
	}

	@Test
	void bindWhenFeedIsNotEnabledThenNoMetersOfIt() {
		try (TestContext checks = TestContext.start(this.issuer, "wegrant.resource-server.revocation.enabled=false")) {
			checks.bean(MicrometerMeters.class).bindTo(this.registry);
			assertThat(this.registry.find("wegrant.resource-server.revocation.entries").meter()).isNull();
			assertThat(this.registry.find("wegrant.resource-server.tokens").meters())
				.hasSize(TokenResult.values().length);
		}
	}

}

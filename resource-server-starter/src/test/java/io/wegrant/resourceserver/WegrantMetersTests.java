package io.wegrant.resourceserver;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class WegrantMetersTests {

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
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			checks.bean(WegrantMeters.class).bindTo(this.registry);
			this.issuer.revocations().revokeSession("s-1");
			checks.awaitCaughtUp();
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			checks.assertAccepted(token);
			checks.assertRevoked(checks.token("s-1").sign());
			checks.assertRefused(TokenResult.MALFORMED, "opaque");
			checks.assertRefused(TokenResult.EXPIRED, checks.token("s").shifted(-3_600).sign());
			checks.assertRefused(TokenResult.NOT_YET_VALID, checks.token("s").shifted(3_600).sign());
			checks.assertRefused(TokenResult.AUDIENCE, checks.token("s").claim("aud", "x").sign());
			checks.assertRefused(TokenResult.ISSUER, checks.token("s").claim("iss", "https://x.example").sign());
			checks.assertRefused(TokenResult.INCOMPLETE, checks.token("s").without("jti").sign());
			checks.assertRefused(TokenResult.TYPE, this.issuer.revocations().lastAnswer());
			checks.assertRefused(TokenResult.KEY, checks.token("s").header((header) -> header.keyID("x")).sign());
			checks.assertRefused(TokenResult.SIGNATURE, token.substring(0, token.lastIndexOf('.') + 1) + "AAAA");
			assertThat(count("tokens", "accepted")).isEqualTo(2);
			for (String result : new String[] { "revoked", "malformed", "expired", "not-yet-valid", "audience",
					"issuer", "incomplete", "type", "key", "signature" }) {
				assertThat(count("tokens", result)).as(result).isOne();
			}
			assertThat(count("tokens", "stale")).isZero();
			assertThat(count("token-cache", "hit")).isOne();
			assertThat(count("token-cache", "miss")).isEqualTo(11);
			assertThat(count("keys.fetches", "success")).isEqualTo(2);
			assertThat(count("keys.fetches", "failure")).isZero();
			assertThat(count("revocation.feed.answers", "accepted")).isPositive();
			assertThat(gauge("revocation.entries")).isOne();
			assertThat(gauge("revocation.feed.age")).isBetween(0.0, 30.0);
		}
	}

	@Test
	void countWhenProviderIsDownThenUnavailableAndAgeIsUnknown() {
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.bean(WegrantMeters.class).bindTo(this.registry);
			checks.awaitAnswers(FeedResult.UNREACHABLE, 1);
			assertThatException().isThrownBy(() -> checks.decode(checks.token("s").sign()));
			assertThat(count("tokens", "unavailable")).isOne();
			assertThat(count("keys.fetches", "failure")).isPositive();
			assertThat(gauge("revocation.feed.age")).isNaN();
		}
	}

	@Test
	void bindWhenFeedIsNotEnabledThenNoMetersOfIt() {
		try (TestChecks checks = TestChecks.start(this.issuer, "wegrant.resource-server.revocation.enabled=false")) {
			checks.bean(WegrantMeters.class).bindTo(this.registry);
			assertThat(this.registry.find("wegrant.resource-server.revocation.entries").meter()).isNull();
			assertThat(this.registry.find("wegrant.resource-server.tokens").meters())
				.hasSize(TokenResult.values().length);
		}
	}

}

package io.wegrant.resourceserver;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VerifierMetersTests {

	private final Map<String, LongSupplier> counters = new HashMap<>();

	private final Map<String, DoubleSupplier> gauges = new HashMap<>();

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private void bind(TestChecks checks) {
		checks.verifier().bindTo(new Meters() {

			@Override
			public void counter(String name, String description, String result, LongSupplier count) {
				VerifierMetersTests.this.counters.put(name + " " + result, count);
			}

			@Override
			public void gauge(String name, String description, DoubleSupplier value) {
				VerifierMetersTests.this.gauges.put(name, value);
			}

			@Override
			public void seconds(String name, String description, DoubleSupplier value) {
				gauge(name, description, value);
			}

		});
	}

	private long count(String name) {
		return this.counters.get(name).getAsLong();
	}

	@Test
	void countWhenTokensAreCheckedThenByResult() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			bind(checks);
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
			checks.assertRefused(TokenResult.BINDING, checks.token("s").claim("cnf", Map.of("jkt", "x")).sign());
			checks.assertRefused(TokenResult.TYPE, this.issuer.revocations().lastAnswer());
			checks.assertRefused(TokenResult.KEY, checks.token("s").header((header) -> header.keyID("x")).sign());
			checks.assertRefused(TokenResult.SIGNATURE, token.substring(0, token.lastIndexOf('.') + 1) + "AAAA");
			assertThat(count("tokens accepted")).isEqualTo(2);
			for (String result : new String[] { "revoked", "malformed", "expired", "not-yet-valid", "audience",
					"issuer", "incomplete", "binding", "type", "key", "signature" }) {
				assertThat(count("tokens " + result)).as(result).isOne();
			}
			assertThat(count("tokens stale")).isZero();
			assertThat(count("token-cache hit")).isOne();
			assertThat(count("token-cache miss")).isEqualTo(12);
			assertThat(count("keys.fetches success")).isEqualTo(2);
			assertThat(count("keys.fetches failure")).isZero();
			assertThat(count("revocation.feed.answers accepted")).isPositive();
			assertThat(this.gauges.get("revocation.entries").getAsDouble()).isOne();
			assertThat(this.gauges.get("revocation.feed.age").getAsDouble()).isBetween(0.0, 30.0);
		}
	}

	@Test
	void countWhenProviderIsDownThenUnavailableAndAgeIsUnknown() {
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			bind(checks);
			checks.awaitAnswers(FeedResult.UNREACHABLE, 1);
			checks.assertUnavailable(checks.token("s").sign());
			assertThat(count("tokens unavailable")).isOne();
			assertThat(count("keys.fetches failure")).isPositive();
			assertThat(this.gauges.get("revocation.feed.age").getAsDouble()).isNaN();
		}
	}

	@Test
	void bindWhenRevocationsAreNotFollowedThenNoMetersOfThem() {
		try (TestChecks checks = TestChecks.start(this.issuer, AccessTokenVerifier.Builder::withoutRevocations)) {
			bind(checks);
			assertThat(this.gauges).isEmpty();
			assertThat(this.counters).hasSize(TokenResult.values().length + 4);
			assertThat(checks.verifier().state().revocations()).isEmpty();
		}
	}

}

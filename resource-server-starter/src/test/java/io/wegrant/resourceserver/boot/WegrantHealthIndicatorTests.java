package io.wegrant.resourceserver.boot;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.wegrant.resourceserver.TestIssuer;
import io.wegrant.resourceserver.TestRevocations;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("R12 health of a service")
class WegrantHealthIndicatorTests {

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private static Health health(TestContext checks) {
		return checks.bean(WegrantHealthIndicator.class).health(true);
	}

	@Test
	void checkWhenFeedIsFollowedThenUpWithDetails() {
		this.issuer.revocations().revokeSession("s-1");
		try (TestContext checks = TestContext.startAndFollow(this.issuer)) {
			Health health = health(checks);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("feed", "followed")
				.containsEntry("entries", 1)
				.containsKeys("feedAge", "keysAge");
		}
	}

	@Test
	void checkWhenFeedIsStaleAndTokensAreAcceptedThenStale() {
		try (TestContext checks = TestContext.startAndFollow(this.issuer)) {
			cutOff(checks);
			Health health = health(checks);
			assertThat(health.getStatus().getCode()).isEqualTo("STALE");
			assertThat(health.getDetails()).containsEntry("feed", "stale");
			assertThat((long) health.getDetails().get("feedAge")).isGreaterThanOrEqualTo(61);
		}
	}

	@Test
	void checkWhenFeedIsStaleAndTokensAreRejectedThenOutOfService() {
		try (TestContext checks = TestContext.startAndFollow(this.issuer,
				"wegrant.resource-server.revocation.when-stale=reject")) {
			cutOff(checks);
			assertThat(health(checks).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		}
	}

	private void cutOff(TestContext checks) {
		this.issuer.revocations().answerWith(TestRevocations.Fault.ERROR);
		this.issuer.revocations().release();
		checks.letPass(Duration.ofSeconds(61));
	}

	@Test
	void checkWhenProviderHasNoFeedThenStaleAndSaysSo() {
		this.issuer.publishRevocations(false);
		try (TestContext checks = TestContext.start(this.issuer)) {
			checks.awaitKeys();
			TestContext.await(() -> checks.revocations().absent());
			assertThat(health(checks).getStatus().getCode()).isEqualTo("STALE");
			assertThat(health(checks).getDetails()).containsEntry("feed", "no feed");
		}
	}

	@Test
	void checkWhenFeedIsNotEnabledThenUp() {
		try (TestContext checks = TestContext.start(this.issuer, "wegrant.resource-server.revocation.enabled=false")) {
			checks.awaitKeys();
			assertThat(health(checks).getStatus()).isEqualTo(Status.UP);
			assertThat(health(checks).getDetails()).containsOnlyKeys("keysAge");
		}
	}

	@Test
	void checkWhenNoKeyIsKnownThenOutOfService() {
		this.issuer.goDown();
		try (TestContext checks = TestContext.start(this.issuer)) {
			assertThat(health(checks).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health(checks).getDetails()).doesNotContainKey("keysAge");
		}
	}

}

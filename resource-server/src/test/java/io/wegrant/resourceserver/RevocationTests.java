package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which tokens a revocation ends, and how a service learns of it while everything works.
 */
@DisplayName("R11 revocation at a service")
class RevocationTests {

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	private TestIssuer issuer;

	private TestRevocations feed;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
		this.feed = this.issuer.revocations();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	@Test
	void verifyWhenSessionIsRevokedThenItsTokensOfAnyTimeAreRefused() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String seen = checks.token("s-1").sign();
			checks.assertAccepted(seen);
			this.feed.revokeSession("s-1");
			checks.awaitCaughtUp();
			checks.assertRevoked(seen);
			checks.assertRevoked(checks.token("s-1").shifted(30).sign());
			checks.assertAccepted(checks.token("s-2").sign());
			checks.assertAccepted(this.issuer.accessTokenFor(TestChecks.AUDIENCE).sign());
		}
	}

	@Test
	void verifyWhenTokenIsRevokedThenOnlyItIsRefused() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.revokeToken("t-1");
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s").claim("jti", "t-1").sign());
			checks.assertAccepted(checks.token("s").claim("jti", "t-2").sign());
		}
	}

	@Test
	void verifyWhenUserHasNewEpochThenTokensOfEarlierOnesAreRefused() {
		assertRefusedBelow("user_epoch", "sub", "u-9");
	}

	@Test
	void verifyWhenClientHasNewEpochThenTokensOfEarlierOnesAreRefused() {
		assertRefusedBelow("client_epoch", "client_id", "wx9");
	}

	private void assertRefusedBelow(String epoch, String claim, String value) {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.revoke(claim, value, Map.of("epoch", 7));
			checks.awaitCaughtUp();
			TestAccessToken token = checks.token("s").claim(claim, value);
			checks.assertRevoked(token.claim(epoch, 0).sign());
			checks.assertRevoked(token.claim(epoch, 6).shifted(30).sign());
			checks.assertAccepted(token.claim(epoch, 7).shifted(-60).sign());
			checks.assertAccepted(token.claim(epoch, Long.MAX_VALUE).sign());
			checks.assertAccepted(checks.token("s").claim(claim, "other").sign());
		}
	}

	@Test
	void verifyWhenEpochsComeInAnyOrderThenTheHighestCounts() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.revoke("sub", "u-1", Map.of("epoch", 5));
			this.feed.revoke("sub", "u-1", Map.of("epoch", 3));
			this.feed.revokeSession("s-1");
			this.feed.revokeSession("s-1");
			checks.awaitCaughtUp();
			assertThat(checks.revocations().size()).isEqualTo(2);
			checks.assertRevoked(checks.token("s").claim("user_epoch", 4).sign());
			checks.assertAccepted(checks.token("s").claim("user_epoch", 5).sign());
		}
	}

	@Test
	void verifyWhenEpochIsMissingOrNoWholeNumberThenRefused() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			for (String epoch : List.of("user_epoch", "client_epoch")) {
				checks.assertRefused(TokenResult.INCOMPLETE, checks.token("s").without(epoch).sign());
				for (Object value : List.of(-1, 0.5, 1e30, "1", List.of(1), true)) {
					checks.assertRefused(TokenResult.INCOMPLETE, checks.token("s").claim(epoch, value).sign());
				}
			}
			TestAccessToken service = this.issuer.accessTokenFor(TestChecks.AUDIENCE).without("user_epoch");
			checks.assertAccepted(service.sign());
			checks.assertRefused(TokenResult.INCOMPLETE, service.without("client_epoch").sign());
		}
	}

	@Test
	void verifyWhenValuesOfDifferentClaimsAreEqualThenNotMixedUp() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.revokeSession("u-1");
			checks.awaitCaughtUp();
			checks.assertAccepted(checks.token("s").claim("sub", "u-1").sign());
		}
	}

	@Test
	@DisplayName("R12 a cold start knows the whole window, however many pages")
	void startWhenWindowHasManyPagesThenAllOfItIsKnown() {
		for (int i = 0; i < 25; i++) {
			this.feed.revokeSession("s-" + i);
		}
		this.feed.pageBy(7);
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			assertThat(checks.revocations().size()).isEqualTo(25);
			for (int i = 0; i < 25; i++) {
				checks.assertRevoked(checks.token("s-" + i).sign());
			}
			checks.assertAccepted(checks.token("s-25").sign());
			assertThat(this.feed.requests()).isGreaterThanOrEqualTo(4);
		}
	}

	@Test
	void followWhenTypeIsUnknownThenIgnoredAndLoggedOnce() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.revoke("device", "d-1", Map.of());
			this.feed.revoke("device", "d-2", Map.of());
			this.feed.revokeSession("s-1");
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
			assertThat(checks.revocations().size()).isOne();
		}
		assertThat(this.log.count("Ignoring an entry of the revocation feed")).isOne();
		assertThat(this.log.count("that is of type 'device'")).isOne();
	}

	@Test
	void followWhenCursorHasLapsedThenWholeWindowIsLoadedAndWhatWasKnownStays() {
		this.feed.revokeSession("old");
		this.feed.pageBy(2);
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.lapse();
			for (String sid : List.of("new-1", "new-2", "new-3", "new-4", "new-5")) {
				this.feed.revokeSession(sid);
			}
			checks.awaitCaughtUp();
			assertThat(checks.feed().answers().count(FeedResult.LAPSED)).isOne();
			checks.assertRevoked(checks.token("old").sign());
			checks.assertRevoked(checks.token("new-1").sign());
			checks.assertRevoked(checks.token("new-5").sign());
			assertThat(checks.revocations().size()).isEqualTo(6);
		}
	}

	@Test
	void purgeWhenEntryHasExpiredThenItIsKeptForTheClockSkew() {
		this.feed.revokeSession("s-1");
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s-1").shifted(60).sign();
			put(checks, Duration.ofSeconds(630));
			this.feed.revokeSession("s-2");
			checks.awaitCaughtUp();
			checks.assertRevoked(token);
			put(checks, Duration.ofSeconds(60));
			this.feed.revokeSession("s-3");
			TestChecks.await(() -> checks.revocations().size() == 2);
		}
	}

	@Test
	void verifyWhenClockWasWrongForAWhileThenNothingIsForgotten() {
		this.feed.revokeSession("s-1");
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			checks.letPass(Duration.ofHours(1));
			this.feed.release();
			checks.awaitAnswers(FeedResult.CLOCK, 2);
			checks.letPass(Duration.ofHours(-1));
			checks.assertRevoked(checks.token("s-1").sign());
		}
	}

	private void put(TestChecks checks, Duration time) {
		checks.letPass(time);
		this.feed.letPass(time);
	}

}

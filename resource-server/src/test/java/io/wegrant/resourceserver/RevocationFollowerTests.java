package io.wegrant.resourceserver;

import java.time.Duration;

import com.nimbusds.jose.JWSAlgorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requirement R12: what a service does when the feed is cut off, forged, or absent.
 */
@DisplayName("R12 revocation feed")
class RevocationFollowerTests {

	private static final KeySettings IMPATIENT = new KeySettings(Duration.ofMinutes(5), Duration.ofMinutes(1),
			Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofMillis(100), Duration.ofSeconds(1),
			Duration.ofSeconds(2), 64 << 10);

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

	@ParameterizedTest
	@CsvSource({ "FORGED,SIGNATURE", "UNKNOWN_KEY,SIGNATURE", "BRINGS_KEY,SIGNATURE", "TYPE,TYPE", "NO_TYPE,TYPE",
			"TOKEN,TYPE", "ISSUER,ISSUER", "NO_AFTER,CURSOR", "AFTER,CURSOR", "NO_CURSOR,MALFORMED",
			"BAD_CURSOR,CURSOR", "NO_PROGRESS,CURSOR", "CLOCK_AHEAD,CLOCK", "CLOCK_BEHIND,CLOCK", "NO_TIME,MALFORMED",
			"NO_ENTRIES,MALFORMED", "NESTED,MALFORMED", "NULL,MALFORMED", "REPLAYED,CURSOR", "HALF,MALFORMED",
			"TRUNCATED,UNREACHABLE", "HUGE,TOO_LONG", "HTML,STATUS", "ERROR,STATUS", "UNAVAILABLE,STATUS",
			"TOO_MANY_REQUESTS,STATUS", "REDIRECT,STATUS", "RESET,UNREACHABLE" })
	void followWhenAnswerIsWrongThenRefusedLoggedOnceAndNothingIsLost(TestRevocations.Fault fault, FeedResult result) {
		this.feed.revokeSession("s-1");
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String cursor = checks.revocations().cursor();
			this.feed.answerWith(fault);
			this.feed.revokeSession("s-2");
			checks.awaitAnswers(result, 2);
			assertThat(checks.revocations().cursor()).isEqualTo(cursor);
			checks.assertRevoked(checks.token("s-1").sign());
			checks.assertAccepted(checks.token("s-2").sign());
			this.feed.work();
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
			checks.assertRevoked(checks.token("s-2").sign());
			assertThat(checks.revocations().size()).isEqualTo(2);
			awaitWorksAgain();
		}
		assertThat(this.log.count("does not work (" + result.label() + ")")).isOne();
		assertThat(this.log.count("works again")).isOne();
	}

	@ParameterizedTest
	@EnumSource(names = { "NULL_ENTRY", "FINGERPRINT", "NO_EPOCH", "BAD_EPOCH", "NO_TYPE_OF_ENTRY", "BAD_EXPIRY" })
	@DisplayName("C05 an entry that cannot be read costs itself, and is logged once")
	void followWhenEntryCannotBeReadThenOthersCount(TestRevocations.Fault fault) {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.answerWith(fault);
			this.feed.revokeSession("s-1");
			checks.awaitCaughtUp();
			this.feed.revokeSession("s-2");
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
			checks.assertRevoked(checks.token("s-2").sign());
			assertThat(checks.revocations().size()).isEqualTo(2);
		}
		assertThat(this.log.count("Ignoring an entry of the revocation feed")).isOne();
	}

	private void awaitWorksAgain() {
		TestChecks.await(() -> {
			this.feed.release();
			return this.log.count("works again") > 0;
		});
	}

	@Test
	void followWhenProviderHoldsNoMoreRequestsThenAsksWithoutAndLogsOnce() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.answerWith(TestRevocations.Fault.SATURATED);
			this.feed.release();
			checks.awaitAnswers(FeedResult.STATUS, 2);
			this.feed.revokeSession("s-1");
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
			checks.awaitAnswers(FeedResult.STATUS, 1);
			assertThat(checks.revocations().isStale()).isFalse();
		}
		assertThat(this.log.count("does not work (status)")).isOne();
	}

	@Test
	void followWhenProviderHangsThenGivenUpAndAskedAgain() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.answerWith(TestRevocations.Fault.HANG);
			this.feed.revokeSession("s-1");
			checks.awaitAnswers(FeedResult.UNREACHABLE, 1);
			this.feed.work();
			this.feed.release();
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
		}
	}

	@Test
	void followWhenOldAnswerIsReplayedForTheSameCursorThenRefused() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			checks.awaitAnswers(FeedResult.ACCEPTED, 1);
			this.feed.answerWith(TestRevocations.Fault.REPLAYED);
			checks.letPass(Duration.ofSeconds(121));
			this.feed.release();
			checks.awaitAnswers(FeedResult.CLOCK, 2);
			assertThat(checks.revocations().isStale()).isTrue();
		}
	}

	@Test
	@DisplayName("K02 R10 an answer of the feed is no access token")
	void verifyWhenTokenIsAnswerOfFeedThenRefused() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			checks.assertRefused(TokenResult.TYPE, this.feed.lastAnswer());
		}
	}

	@Test
	void followWhenKeyIsRotatedAtOnceThenNewKeyIsFetchedForTheFeed() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.issuer.rotate();
			this.feed.revokeSession("s-1");
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "UNKNOWN_KEY", "FORGED" })
	void followWhenForgedAnswersKeepComingThenKeysAreFetchedOncePerSecondAtMost(TestRevocations.Fault fault) {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			int fetches = this.issuer.keyFetches();
			long start = System.nanoTime();
			this.feed.answerWith(fault);
			this.feed.revokeSession("s-1");
			checks.awaitAnswers(FeedResult.SIGNATURE, 4);
			long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
			assertThat(this.issuer.keyFetches() - fetches).isLessThanOrEqualTo((int) seconds + 1);
		}
	}

	@Test
	void followWhenKeyIsWithdrawnThenItsTokensStopWithoutFetch() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String known = checks.token("s").signWithRsa(JWSAlgorithm.RS256);
			String other = checks.token("s").sign();
			checks.assertAccepted(known);
			checks.assertAccepted(other);
			this.feed.withdrawKey(this.issuer.rsaKey().getKeyID());
			checks.awaitCaughtUp();
			checks.assertRefused(TokenResult.KEY, known);
			checks.assertRefused(TokenResult.KEY, checks.token("new").signWithRsa(JWSAlgorithm.RS256));
			checks.assertAccepted(other);
			checks.letPass(Duration.ofMinutes(4));
			TestChecks.await(() -> this.issuer.keyFetches() == 2);
			checks.assertRefused(TokenResult.KEY, checks.token("still").signWithRsa(JWSAlgorithm.RS256));
		}
		assertThat(this.log.count("has withdrawn a key")).isOne();
	}

	@Test
	void followWhenActiveKeyIsWithdrawnThenNextIsFetchedAtOnceHoweverManyUnknownKeysTokensName() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String stolen = this.issuer.ecKey().getKeyID();
			String known = checks.token("s").sign();
			checks.assertAccepted(known);
			checks.assertRefused(TokenResult.KEY, checks.token("s").header((header) -> header.keyID("x")).sign());
			int fetches = this.issuer.keyFetches();
			this.issuer.rotate();
			checks.assertRefused(TokenResult.KEY, checks.token("s").sign());
			assertThat(this.issuer.keyFetches()).isEqualTo(fetches);
			this.feed.withdrawKey(stolen);
			checks.awaitCaughtUp();
			checks.assertRefused(TokenResult.KEY, known);
			checks.assertAccepted(checks.token("s").sign());
			assertThat(this.issuer.keyFetches()).isEqualTo(fetches + 1);
		}
	}

	@Test
	void followWhenAnswerIsSignedWithWithdrawnKeyThenRefused() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.withdrawKey(this.issuer.ecKey().getKeyID());
			checks.awaitCaughtUp();
			this.feed.revokeSession("s-1");
			checks.awaitAnswers(FeedResult.SIGNATURE, 1);
			this.issuer.rotate();
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
		}
	}

	@Test
	void startWhenProviderIsDownThenStartsAndCatchesUp() {
		this.feed.revokeSession("s-1");
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer, (builder) -> builder.keys(IMPATIENT))) {
			checks.awaitAnswers(FeedResult.UNREACHABLE, 1);
			assertThat(checks.revocations().isStale()).isTrue();
			this.issuer.comeBack();
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
		}
	}

	@Test
	void followWhenProviderDiesAndComesBackThenKnownStayRefusedAndMissedAreLearned() {
		this.feed.revokeSession("known");
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.issuer.goDown();
			this.feed.revokeSession("missed");
			checks.awaitAnswers(FeedResult.UNREACHABLE, 2);
			checks.assertRevoked(checks.token("known").sign());
			checks.assertAccepted(checks.token("other").sign());
			this.issuer.comeBack();
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("known").sign());
			checks.assertRevoked(checks.token("missed").sign());
			checks.assertAccepted(checks.token("other").sign());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "UNAVAILABLE", "RESET", "FORGED" })
	void followWhenCutOffForLongerThanStaleAfterThenCatchesUpAndMissesNothing(TestRevocations.Fault fault) {
		this.feed.revokeSession("before");
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.answerWith(fault);
			this.feed.revokeSession("during-1");
			checks.letPass(Duration.ofSeconds(61));
			this.feed.letPass(Duration.ofSeconds(61));
			assertThat(checks.revocations().isStale()).isTrue();
			this.feed.revokeSession("during-2");
			checks.assertAccepted(checks.token("during-1").sign());
			checks.assertRevoked(checks.token("before").sign());
			this.feed.work();
			checks.awaitCaughtUp();
			for (String sid : new String[] { "before", "during-1", "during-2" }) {
				checks.assertRevoked(checks.token(sid).sign());
			}
		}
	}

	@Test
	void verifyWhenStaleAndToRejectThenUnavailableUntilFeedIsBack() {
		this.feed.revokeSession("known");
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer,
				(builder) -> builder.revocations(TestChecks.REVOCATIONS.rejectingWhenStale()))) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			this.feed.answerWith(TestRevocations.Fault.ERROR);
			this.feed.release();
			checks.letPass(Duration.ofSeconds(61));
			this.feed.letPass(Duration.ofSeconds(61));
			checks.assertUnavailable(TokenResult.STALE, token);
			checks.assertRevoked(checks.token("known").sign());
			checks.assertRefused(TokenResult.MALFORMED, "opaque");
			this.feed.work();
			checks.awaitCaughtUp();
			checks.assertAccepted(token);
		}
	}

	@Test
	void verifyWhenWindowWasNeverLoadedThenStalePolicyDecides() {
		this.feed.answerWith(TestRevocations.Fault.ERROR);
		try (TestChecks accepting = TestChecks.start(this.issuer);
				TestChecks rejecting = TestChecks.start(this.issuer,
						(builder) -> builder.revocations(TestChecks.REVOCATIONS.rejectingWhenStale()))) {
			accepting.assertAccepted(accepting.token("s").sign());
			rejecting.assertUnavailable(TokenResult.STALE, rejecting.token("s").sign());
		}
	}

	@Test
	void loadWhenLaterPageFailsThenFirstPagesCountAndServiceIsStillStale() {
		for (int i = 0; i < 4; i++) {
			this.feed.revokeSession("s-" + i);
		}
		this.feed.pageBy(2);
		this.feed.failAfter(1, TestRevocations.Fault.ERROR);
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.awaitAnswers(FeedResult.STATUS, 1);
			checks.assertRevoked(checks.token("s-1").sign());
			checks.assertAccepted(checks.token("s-2").sign());
			assertThat(checks.revocations().isStale()).isTrue();
			this.feed.work();
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-3").sign());
		}
	}

	@Test
	void followWhenCursorHasLapsedAndReloadFailsThenOldKnowledgeStays() {
		this.feed.revokeSession("old");
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.feed.pageBy(1);
			this.feed.lapse();
			this.feed.failAfter(1, TestRevocations.Fault.ERROR);
			this.feed.revokeSession("new-1");
			this.feed.revokeSession("new-2");
			checks.awaitAnswers(FeedResult.STATUS, 2);
			checks.assertRevoked(checks.token("old").sign());
			checks.assertRevoked(checks.token("new-1").sign());
			this.feed.work();
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("old").sign());
			checks.assertRevoked(checks.token("new-2").sign());
		}
	}

	@Test
	void startWhenProviderHasNoFeedThenLoggedOnceAndStale() {
		this.issuer.publishRevocations(false);
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			TestChecks.await(() -> checks.feed().isAbsent());
			checks.assertAccepted(checks.token("s").sign());
			assertThat(checks.revocations().isStale()).isTrue();
			assertThat(this.feed.requests()).isZero();
		}
		assertThat(this.log.count("has no revocation feed")).isOne();
	}

	@Test
	void followWhenNotEnabledThenNothingIsAsked() {
		this.feed.revokeSession("s-1");
		try (TestChecks checks = TestChecks.start(this.issuer, AccessTokenVerifier.Builder::withoutRevocations)) {
			checks.assertAccepted(checks.token("s-1").sign());
			assertThat(this.feed.requests()).isZero();
			checks.assertRefused(TokenResult.MALFORMED, "opaque");
		}
	}

}

package io.wegrant.resourceserver;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What it costs to use a token again, and what is looked at nevertheless.
 */
@DisplayName("R11 tokens that are used again")
class AccessTokenVerifierTests {

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private static long signatureChecks(TestChecks checks) {
		return checks.verifier().cache().stats().missCount();
	}

	@Test
	void verifyWhenUsedAgainThenVerifiedOnce() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			AccessToken first = checks.accepted(token);
			assertThat(checks.accepted(String.valueOf(token.toCharArray()))).isSameAs(first);
			assertThat(signatureChecks(checks)).isOne();
		}
	}

	@Test
	void verifyWhenTokensDifferInOneCharacterThenNotTakenForEachOther() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			int last = token.length() - 10;
			char other = (token.charAt(last) == 'A') ? 'B' : 'A';
			checks.assertRefused(TokenResult.SIGNATURE, token.substring(0, last) + other + token.substring(last + 1));
			checks.assertAccepted(token);
		}
	}

	@Test
	@DisplayName("R11 ten thousand uses of known tokens make not one call")
	void verifyWhenTokensAreKnownThenNoCallToProvider() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			List<String> tokens = IntStream.range(0, 100).mapToObj((i) -> checks.token("s-" + i).sign()).toList();
			tokens.forEach(checks::assertAccepted);
			checks.feed().stop();
			int requests = this.issuer.requests();
			int polls = this.issuer.revocations().requests();
			for (int i = 0; i < 10_000; i++) {
				checks.verify(tokens.get(i % tokens.size()));
			}
			assertThat(this.issuer.requests()).isEqualTo(requests);
			assertThat(this.issuer.revocations().requests()).as("one was under way at most")
				.isLessThanOrEqualTo(polls + 1);
			assertThat(signatureChecks(checks)).isEqualTo(100);
		}
	}

	@Test
	void verifyWhenUsedAgainAfterExpiryThenRefused() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			checks.letPass(Duration.ofSeconds(650));
			checks.assertAccepted(token);
			checks.letPass(Duration.ofSeconds(12));
			checks.assertRefused(TokenResult.EXPIRED, token);
		}
	}

	@Test
	void verifyWhenKeyIsWithdrawnThenKnownTokensStop() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			this.issuer.rotate();
			checks.assertAccepted(token);
			checks.assertAccepted(checks.token("s").sign());
			checks.assertRefused(TokenResult.KEY, token);
			assertThat(checks.verifier().cache().find(token)).isNull();
		}
	}

	@Test
	void verifyWhenKeyIsWithdrawnThenKnownTokensStopWithinCacheTimeOnTheirOwn() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			this.issuer.rotate();
			checks.letPass(Duration.ofMinutes(4));
			TestChecks.await(() -> this.issuer.keyFetches() == 2);
			TestChecks.await(() -> checks.verifier().state().keysAge().orElseThrow().toSeconds() < 60);
			checks.assertRefused(TokenResult.KEY, token);
		}
	}

	@Test
	void verifyWhenServiceHasValidatorThenAskedEachTime() {
		AtomicBoolean refuse = new AtomicBoolean();
		AtomicInteger asked = new AtomicInteger();
		try (TestChecks checks = TestChecks.start(this.issuer, (builder) -> builder.rule((token) -> {
			asked.incrementAndGet();
			return refuse.get() ? Optional.of("not today") : Optional.empty();
		}))) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			checks.assertAccepted(token);
			assertThat(asked).hasValue(2);
			refuse.set(true);
			assertThat(checks.verify(token)).isEqualTo(new Verification.Refused(TokenResult.SERVICE, "not today"));
		}
	}

	@Test
	void verifyWhenTokenIsBoundToKeyThenNoBearerToken() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			for (Map<String, String> binding : List.of(Map.of("x5t#S256", "thumbprint"), Map.of("jkt", "thumbprint"))) {
				checks.assertRefused(TokenResult.BINDING, checks.token("s").claim("cnf", binding).sign());
			}
		}
	}

	@Test
	void readWhenTokenIsRememberedThenNobodyCanChangeIt() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").roles("USER").claim("nested", Map.of("list", List.of("a"))).sign();
			Map<String, Object> claims = checks.accepted(token).claims();
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> claims.put("a", "b"));
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> ((List<?>) claims.get("roles")).clear());
			assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> ((Map<?, ?>) claims.get("nested")).clear());
			assertThat(checks.accepted(token).roles()).containsExactly("USER");
		}
	}

	@Test
	void rememberWhenTooManyTokensThenSomeAreForgotten() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer, (builder) -> builder.tokenCacheSize(10))) {
			for (int i = 0; i < 100; i++) {
				checks.assertAccepted(checks.token("s-" + i).sign());
			}
			TestChecks.await(() -> checks.verifier().cache().size() <= 10);
		}
	}

	@Test
	void verifyWhenNothingIsToBeRememberedThenVerifiedEachTime() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer, (builder) -> builder.tokenCacheSize(0))) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			TestChecks.await(() -> checks.verifier().cache().find(token) == null);
			checks.assertAccepted(token);
		}
	}

	@Test
	@DisplayName("R11 many threads check tokens while revocations arrive")
	void verifyWhenRevocationsArriveThenEachIsSeenByAllThreadsAndNoOtherTokenSuffers() throws Exception {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			List<String> ended = IntStream.range(0, 200).mapToObj((i) -> checks.token("ended-" + i).sign()).toList();
			List<String> kept = IntStream.range(0, 200).mapToObj((i) -> checks.token("kept-" + i).sign()).toList();
			AtomicBoolean over = new AtomicBoolean();
			AtomicInteger revoked = new AtomicInteger();
			List<Callable<Integer>> readers = IntStream.range(0, 8)
				.<Callable<Integer>>mapToObj((reader) -> () -> readUntil(over, revoked, checks, ended, kept))
				.toList();
			ExecutorService crowd = Executors.newFixedThreadPool(9);
			try {
				Future<?> writer = crowd.submit(() -> revokeAll(checks, ended.size(), revoked, over));
				for (Future<Integer> wrong : crowd.invokeAll(readers)) {
					assertThat(wrong.get()).isZero();
				}
				writer.get();
			}
			finally {
				over.set(true);
				crowd.shutdownNow();
			}
			ended.forEach(checks::assertRevoked);
			kept.forEach(checks::assertAccepted);
		}
	}

	private void revokeAll(TestChecks checks, int sessions, AtomicInteger revoked, AtomicBoolean over) {
		for (int i = 0; i < sessions; i++) {
			this.issuer.revocations().revokeSession("ended-" + i);
			if (i % 20 == 19) {
				checks.awaitCaughtUp();
				revoked.set(i + 1);
			}
		}
		over.set(true);
	}

	private static int readUntil(AtomicBoolean over, AtomicInteger revoked, TestChecks checks, List<String> ended,
			List<String> kept) {
		int wrong = 0;
		for (int i = 0; !over.get(); i = (i + 1) % ended.size()) {
			int surely = revoked.get();
			wrong += passes(checks, kept.get(i)) ? 0 : 1;
			wrong += (passes(checks, ended.get(i)) && i < surely) ? 1 : 0;
		}
		return wrong;
	}

	private static boolean passes(TestChecks checks, String token) {
		return checks.verify(token) instanceof Verification.Accepted;
	}

	/**
	 * A known token costs a look-up, two reads of the clock and four look-ups among the
	 * revocations, none of which has to allocate. The bound leaves room for what the
	 * cache does once in a while to keep its order, and is far below the smallest object
	 * that a second parsing of the token would make.
	 */
	@Test
	@DisplayName("R11 the use of a known token allocates next to nothing")
	void verifyWhenTokenIsKnownThenAllocatesNextToNothing() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			IntStream.range(0, 1_000).forEach((i) -> this.issuer.revocations().revokeSession("other-" + i));
			checks.awaitCaughtUp();
			AccessTokenVerifier verifier = checks.verifier();
			String token = checks.token("s").sign();
			for (int i = 0; i < 50_000; i++) {
				verifier.verify(token);
			}
			int uses = 100_000;
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < uses; i++) {
				verifier.verify(token);
			}
			long perUse = (threads.getCurrentThreadAllocatedBytes() - before) / uses;
			assertThat(perUse).isLessThanOrEqualTo(64);
		}
	}

}

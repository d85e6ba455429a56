package io.wegrant.resourceserver;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What it costs to use a token again, and what is looked at nevertheless.
 */
@DisplayName("R11 tokens that are used again")
class AccessTokenDecoderTests {

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
		return checks.bean(TokenCache.class).stats().missCount();
	}

	@Test
	void decodeWhenUsedAgainThenVerifiedOnce() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			Jwt first = checks.decode(token);
			assertThat(checks.decode(String.valueOf(token.toCharArray()))).isSameAs(first);
			assertThat(signatureChecks(checks)).isOne();
		}
	}

	@Test
	void decodeWhenTokensDifferInOneCharacterThenNotTakenForEachOther() {
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
	void decodeWhenTokensAreKnownThenNoCallToProvider() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			List<String> tokens = IntStream.range(0, 100).mapToObj((i) -> checks.token("s-" + i).sign()).toList();
			tokens.forEach(checks::assertAccepted);
			checks.feed().stop();
			int requests = this.issuer.requests();
			int polls = this.issuer.revocations().requests();
			for (int i = 0; i < 10_000; i++) {
				checks.decode(tokens.get(i % tokens.size()));
			}
			assertThat(this.issuer.requests()).isEqualTo(requests);
			assertThat(this.issuer.revocations().requests()).as("one was under way at most")
				.isLessThanOrEqualTo(polls + 1);
			assertThat(signatureChecks(checks)).isEqualTo(100);
		}
	}

	@Test
	void decodeWhenUsedAgainAfterExpiryThenRefused() {
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
	void decodeWhenKeyIsWithdrawnThenKnownTokensStop() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			this.issuer.rotate();
			checks.assertAccepted(token);
			checks.assertAccepted(checks.token("s").sign());
			checks.assertRefused(TokenResult.KEY, token);
			assertThat(checks.bean(TokenCache.class).find(token)).isNull();
		}
	}

	@Test
	void decodeWhenKeyIsWithdrawnThenKnownTokensStopWithinCacheTimeOnTheirOwn() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			this.issuer.rotate();
			checks.letPass(Duration.ofMinutes(4));
			TestChecks.await(() -> this.issuer.keyFetches() == 2);
			TestChecks.await(() -> checks.bean(ProviderKeys.class).age().orElseThrow().toSeconds() < 60);
			checks.assertRefused(TokenResult.KEY, token);
		}
	}

	@Test
	void decodeWhenServiceHasValidatorThenAskedEachTime() {
		AtomicBoolean refuse = new AtomicBoolean();
		AtomicInteger asked = new AtomicInteger();
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			AccessTokenDecoder decoder = new AccessTokenDecoder(checks.bean(AccessTokenVerifier.class),
					checks.bean(TokenCache.class), checks.bean(ProviderKeys.class), List.of((token) -> {
						asked.incrementAndGet();
						return refuse.get()
								? OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token", "no", null))
								: OAuth2TokenValidatorResult.success();
					}), RevocationCheck.NONE, 0, checks.bean(MovableClock.class));
			String token = checks.token("s").sign();
			decoder.decode(token);
			decoder.decode(token);
			assertThat(asked).hasValue(2);
			refuse.set(true);
			assertThatExceptionOfType(JwtValidationException.class).isThrownBy(() -> decoder.decode(token));
			assertThat(decoder.results().count(TokenResult.SERVICE)).isOne();
			assertThat(decoder.results().count(TokenResult.ACCEPTED)).isEqualTo(2);
		}
	}

	@Test
	void decodeWhenTokenIsBoundToCertificateThenNotRemembered() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String bound = checks.token("s").claim("cnf", Map.of("x5t#S256", "thumbprint")).sign();
			checks.assertRefused(TokenResult.BINDING, bound);
			String other = checks.token("s").claim("cnf", Map.of("jkt", "thumbprint")).sign();
			checks.assertAccepted(other);
			assertThat(checks.bean(TokenCache.class).find(other)).isNull();
		}
	}

	@Test
	void rememberWhenTooManyTokensThenSomeAreForgotten() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer,
				"wegrant.resource-server.token-cache.max-size=10")) {
			for (int i = 0; i < 100; i++) {
				checks.assertAccepted(checks.token("s-" + i).sign());
			}
			TestChecks.await(() -> checks.bean(TokenCache.class).size() <= 10);
		}
	}

	@Test
	void decodeWhenNothingIsToBeRememberedThenVerifiedEachTime() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer,
				"wegrant.resource-server.token-cache.max-size=0")) {
			String token = checks.token("s").sign();
			checks.assertAccepted(token);
			TestChecks.await(() -> checks.bean(TokenCache.class).find(token) == null);
			checks.assertAccepted(token);
		}
	}

	@Test
	@DisplayName("R11 many threads check tokens while revocations arrive")
	void decodeWhenRevocationsArriveThenEachIsSeenByAllThreadsAndNoOtherTokenSuffers() throws Exception {
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
		try {
			checks.decode(token);
			return true;
		}
		catch (RefusedTokenException ex) {
			return false;
		}
	}

	/**
	 * A known token costs a look-up, two reads of the clock and four look-ups among the
	 * revocations, none of which has to allocate. The bound leaves room for what the
	 * cache does once in a while to keep its order, and is far below the smallest object
	 * that a second parsing of the token would make.
	 */
	@Test
	@DisplayName("R11 the use of a known token allocates next to nothing")
	void decodeWhenTokenIsKnownThenAllocatesNextToNothing() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			IntStream.range(0, 1_000).forEach((i) -> this.issuer.revocations().revokeSession("other-" + i));
			checks.awaitCaughtUp();
			AccessTokenDecoder decoder = checks.bean(AccessTokenDecoder.class);
			String token = checks.token("s").sign();
			for (int i = 0; i < 50_000; i++) {
				decoder.decode(token);
			}
			int uses = 100_000;
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < uses; i++) {
				decoder.decode(token);
			}
			long perUse = (threads.getCurrentThreadAllocatedBytes() - before) / uses;
			assertThat(perUse).isLessThanOrEqualTo(64);
		}
	}

}

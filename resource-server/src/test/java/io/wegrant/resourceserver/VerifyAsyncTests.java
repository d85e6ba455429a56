package io.wegrant.resourceserver;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread that must not wait asks for the check of a token.
 */
@DisplayName("S02 checks for event loops")
class VerifyAsyncTests {

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private static CompletableFuture<Verification> verify(TestChecks checks, String token) {
		return checks.verifier().verifyAsync(token).toCompletableFuture();
	}

	@Test
	void verifyWhenKeysAreKnownThenCompleteAtOnce() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			CompletionStage<Verification> good = checks.verifier().verifyAsync(checks.token("s").sign());
			assertThat(good.toCompletableFuture())
				.isCompletedWithValueMatching(Verification.Accepted.class::isInstance);
			assertThat(verify(checks, "opaque"))
				.isCompletedWithValueMatching((verification) -> verification.result() == TokenResult.MALFORMED);
		}
	}

	@Test
	void verifyWhenKeyIsUnknownThenWaitsElsewhereAndAcceptsWithTheNewOne() throws Exception {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.issuer.rotate();
			String token = checks.token("s").sign();
			assertThat(verify(checks, token).get(20, TimeUnit.SECONDS)).isInstanceOf(Verification.Accepted.class);
			assertThat(verify(checks, checks.token("s").header((header) -> header.keyID("x")).sign()))
				.as("no fetch is due, so nothing is to be waited for")
				.isCompletedWithValueMatching((verification) -> verification.result() == TokenResult.KEY);
		}
	}

	@Test
	void verifyWhenProviderHangsThenCallerDoesNotAndAllAreAnswered() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				TestChecks checks = TestChecks.startAt("http://localhost:" + silent.getLocalPort(), this.issuer,
						(builder) -> builder.withoutRevocations())) {
			String token = checks.token("s").sign();
			long begin = System.nanoTime();
			List<CompletableFuture<Verification>> asked = IntStream.range(0, 1_000)
				.mapToObj((i) -> verify(checks, token))
				.toList();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
			for (CompletableFuture<Verification> answer : asked) {
				assertThat(answer.get(30, TimeUnit.SECONDS).result()).isEqualTo(TokenResult.UNAVAILABLE);
			}
		}
	}

	@Test
	void closeWhenRequestsWaitThenAllAreAnswered() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			TestChecks checks = TestChecks.startAt("http://localhost:" + silent.getLocalPort(), this.issuer,
					(builder) -> builder.withoutRevocations());
			String token = checks.token("s").sign();
			List<CompletableFuture<Verification>> asked = IntStream.range(0, 100)
				.mapToObj((i) -> verify(checks, token))
				.toList();
			checks.close();
			for (CompletableFuture<Verification> answer : asked) {
				assertThat(answer.get(5, TimeUnit.SECONDS).result()).isEqualTo(TokenResult.UNAVAILABLE);
			}
			assertThat(checks.verify(token).result()).isEqualTo(TokenResult.UNAVAILABLE);
		}
	}

	@Test
	void verifyWhenCommonPoolIsBusyThenRevocationsAreLearned() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			for (int i = 0; i < ForkJoinPool.getCommonPoolParallelism(); i++) {
				ForkJoinPool.commonPool().execute(() -> await(over));
			}
			this.issuer.revocations().revokeSession("s-1");
			checks.awaitCaughtUp();
			checks.assertRevoked(checks.token("s-1").sign());
		}
		finally {
			over.countDown();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}

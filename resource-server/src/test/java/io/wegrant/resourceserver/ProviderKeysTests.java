package io.wegrant.resourceserver;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requirement K06 and the provider's bad days: what a service does while the provider is
 * down, comes back, rotates its key, or is somebody else.
 */
@DisplayName("K06 keys of the provider")
class ProviderKeysTests {

	@RegisterExtension
	private final CapturedLog log = new CapturedLog();

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private String token() {
		return this.issuer.accessTokenFor(TestChecks.AUDIENCE).sign();
	}

	private String unknownKeyToken(int number) {
		return this.issuer.accessTokenFor(TestChecks.AUDIENCE)
			.header((header) -> header.keyID("unknown-" + number))
			.sign();
	}

	// An answer of the feed that is signed with the new key has the keys fetched as well.
	private TestChecks startWithoutFeed() {
		return TestChecks.start(this.issuer, AccessTokenVerifier.Builder::withoutRevocations);
	}

	@Test
	void startWhenProviderIsUpThenKeysAreFetchedInBackground() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.awaitKeys();
			checks.assertAccepted(token());
			assertThat(this.issuer.keyFetches()).isOne();
		}
	}

	@Test
	void stopWhenStartedThenNoThreadOfItIsLeft() {
		TestChecks checks = TestChecks.start(this.issuer);
		checks.awaitKeys();
		assertThat(threads()).contains("wegrant-keys", "wegrant-revocations");
		checks.close();
		Awaitility.await().untilAsserted(() -> assertThat(threads()).noneMatch((name) -> name.startsWith("wegrant-")));
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	@Test
	void callWhenProviderIsDownThenUnavailableAndLoggedOnceUntilItIsBack() {
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			for (int i = 0; i < 10; i++) {
				checks.assertUnavailable(token());
			}
			checks.letPass(Duration.ofSeconds(6));
			checks.assertUnavailable(token());
			this.issuer.comeBack();
			checks.assertUnavailable(token());
			checks.letPass(Duration.ofSeconds(6));
			checks.assertAccepted(token());
		}
		assertThat(this.log.count("fails until further notice")).isOne();
		assertThat(this.log.count("Fetching the keys of " + this.issuer.issuer() + " works again")).isOne();
	}

	@Test
	void callWhenProviderWasNeverReachedThenAskedAgainAfterOneSecond() {
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertUnavailable(token());
			this.issuer.comeBack();
			checks.letPass(Duration.ofSeconds(1));
			checks.assertAccepted(token());
		}
	}

	@Test
	void startWhenProviderComesLaterThenKeysAreFetchedWithoutRequest() {
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertUnavailable(token());
			this.issuer.comeBack();
			checks.letPass(Duration.ofSeconds(1));
			checks.awaitKeys();
		}
	}

	@Test
	void callWhenProviderIsDownThenTokenThatNeedsNoKeyIsStillRefused() {
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertRefused(TokenResult.MALFORMED, "opaque");
		}
	}

	@Test
	void callWhenProviderGoesDownThenKnownKeysServeThroughOutage() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertAccepted(token());
			this.issuer.goDown();
			checks.letPass(Duration.ofMinutes(6));
			checks.assertAccepted(lateToken(360));
			checks.assertRefused(TokenResult.KEY, unknownKeyToken(1));
			checks.letPass(Duration.ofMinutes(56));
			checks.assertUnavailable(lateToken(3720));
			this.issuer.comeBack();
			checks.letPass(Duration.ofSeconds(6));
			checks.assertAccepted(lateToken(3720));
		}
	}

	private String lateToken(long seconds) {
		return this.issuer.accessTokenFor(TestChecks.AUDIENCE).shifted(seconds).sign();
	}

	@Test
	void callWhenProviderRotatesKeyThenNewKeyIsFetchedOnce() {
		try (TestChecks checks = startWithoutFeed()) {
			checks.assertAccepted(token());
			String old = token();
			this.issuer.rotate();
			checks.assertAccepted(token());
			checks.assertAccepted(token());
			checks.assertRefused(TokenResult.KEY, old);
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
		}
	}

	@Test
	void callWhenKeyIsOnItsWayThenWaitedFor() throws Exception {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			checks.assertAccepted(token());
			this.issuer.rotate();
			this.issuer.delayKeys(Duration.ofMillis(500));
			List<Callable<TokenResult>> calls = IntStream.range(0, 8)
				.<Callable<TokenResult>>mapToObj((number) -> () -> checks.verify(token()).result())
				.toList();
			ExecutorService crowd = Executors.newFixedThreadPool(8);
			try {
				for (Future<TokenResult> result : crowd.invokeAll(calls)) {
					assertThat(result.get()).isEqualTo(TokenResult.ACCEPTED);
				}
			}
			finally {
				crowd.shutdownNow();
			}
		}
	}

	@Test
	void callWhenCallerIsInterruptedThenOthersGetTheKeys() throws Exception {
		this.issuer.delayKeys(Duration.ofMillis(300));
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			String token = token();
			Thread impatient = new Thread(() -> {
				Thread.currentThread().interrupt();
				checks.verify(token);
			});
			impatient.start();
			impatient.join();
			checks.awaitKeys();
			checks.assertAccepted(token);
		}
		assertThat(this.log.count("fails until further notice")).isZero();
	}

	@Test
	void callWhenProviderRotatesWithinIntervalThenNewKeyIsFetchedAfterIt() {
		try (TestChecks checks = startWithoutFeed()) {
			checks.assertRefused(TokenResult.KEY, unknownKeyToken(1));
			int fetches = this.issuer.keyFetches();
			this.issuer.rotate();
			checks.assertRefused(TokenResult.KEY, token());
			checks.letPass(Duration.ofSeconds(31));
			checks.assertAccepted(token());
			assertThat(this.issuer.keyFetches()).isEqualTo(fetches + 1);
		}
	}

	@Test
	void callWhenThousandUnknownKeyIdsThenOneFetchPerInterval() throws Exception {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertAccepted(token());
			assertThat(this.issuer.keyFetches()).isOne();
			sendUnknownKeyIds(checks);
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
			checks.letPass(Duration.ofSeconds(5));
			sendUnknownKeyIds(checks);
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
			checks.letPass(Duration.ofSeconds(26));
			sendUnknownKeyIds(checks);
			assertThat(this.issuer.keyFetches()).isEqualTo(3);
		}
	}

	private void sendUnknownKeyIds(TestChecks checks) throws Exception {
		List<Callable<TokenResult>> calls = IntStream.range(0, 1_000)
			.<Callable<TokenResult>>mapToObj((number) -> () -> checks.verify(unknownKeyToken(number)).result())
			.toList();
		ExecutorService crowd = Executors.newFixedThreadPool(16);
		try {
			for (Future<TokenResult> result : crowd.invokeAll(calls)) {
				assertThat(result.get()).isEqualTo(TokenResult.KEY);
			}
		}
		finally {
			crowd.shutdownNow();
		}
	}

	@Test
	void callWhenCacheIsAboutToExpireThenRefreshedInBackground() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertAccepted(token());
			checks.letPass(Duration.ofSeconds(250));
			checks.assertAccepted(lateToken(250));
			Awaitility.await().until(() -> this.issuer.keyFetches() == 2);
		}
	}

	@Test
	void callWhenProviderHangsThenUnavailableAfterReadTimeout() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				TestChecks checks = TestChecks.startAt("http://localhost:" + silent.getLocalPort(), this.issuer,
						(builder) -> builder.keys(new KeySettings(Duration.ofMinutes(5), Duration.ofMinutes(1),
								Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(5),
								Duration.ofSeconds(1), Duration.ofMillis(200), 64 << 10)))) {
			checks.assertUnavailable(token());
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestIssuer.Answer.class, names = "KEYS", mode = EnumSource.Mode.EXCLUDE)
	void callWhenKeysCannotBeReadThenUnavailable(TestIssuer.Answer answer) {
		this.issuer.answerKeyFetchesWith(answer);
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertUnavailable(token());
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
		}
	}

	@Test
	void callWhenMetadataNamesAnotherIssuerThenUnavailable() {
		this.issuer.nameIssuer("https://elsewhere.example");
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.assertUnavailable(token());
			assertThat(this.issuer.keyFetches()).isZero();
		}
	}

	@Test
	void callWhenIssuerHasPathThenMetadataIsFoundBetweenHostAndPath() {
		try (TestIssuer tenant = TestIssuer.startWithPath("/tenants/one");
				TestChecks checks = TestChecks.start(tenant)) {
			checks.assertAccepted(tenant.accessTokenFor(TestChecks.AUDIENCE).sign());
		}
	}

}

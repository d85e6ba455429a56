package io.wegrant.resourceserver;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requirement K06 and the provider's bad days: what a service does while the provider is
 * down, comes back, rotates its key, or is somebody else.
 */
@DisplayName("K06 keys of the provider")
@ExtendWith(OutputCaptureExtension.class)
class ProviderKeysTests {

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
		return this.issuer.accessTokenFor(TestService.AUDIENCE).sign();
	}

	private String unknownKeyToken(int number) {
		return this.issuer.accessTokenFor(TestService.AUDIENCE)
			.header((header) -> header.keyID("unknown-" + number))
			.sign();
	}

	private static void assertUnavailable(HttpResponse<String> answer) {
		assertThat(answer.statusCode()).isEqualTo(503);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
		assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(answer.body()).contains("\"detail\":\"Access tokens cannot be checked at the moment.\"")
			.doesNotContain("localhost", "Exception");
	}

	@Test
	void startWhenProviderIsUpThenKeysAreFetchedInBackground() {
		try (TestService service = TestService.start(this.issuer)) {
			Awaitility.await().until(() -> service.bean(ProviderKeys.class).age().isPresent());
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			assertThat(this.issuer.keyFetches()).isOne();
		}
	}

	@Test
	void stopWhenStartedThenNoThreadOfItIsLeft() {
		TestService service = TestService.start(this.issuer);
		Awaitility.await().until(() -> service.bean(ProviderKeys.class).age().isPresent());
		assertThat(threads()).contains("wegrant-keys", "wegrant-revocations");
		service.close();
		Awaitility.await().untilAsserted(() -> assertThat(threads()).noneMatch((name) -> name.startsWith("wegrant-")));
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	@Test
	void callWhenProviderIsDownThenUnavailableAndLoggedOnceUntilItIsBack(CapturedOutput output) {
		this.issuer.goDown();
		try (TestService service = TestService.start(this.issuer)) {
			for (int i = 0; i < 10; i++) {
				assertUnavailable(service.get("/me", token()));
			}
			service.letPass(Duration.ofSeconds(6));
			assertUnavailable(service.get("/me", token()));
			this.issuer.comeBack();
			assertUnavailable(service.get("/me", token()));
			service.letPass(Duration.ofSeconds(6));
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
		}
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "fails until further notice")).isOne();
		assertThat(StringUtils.countOccurrencesOf(output.getAll(),
				"Fetching the keys of " + this.issuer.issuer() + " works again"))
			.isOne();
	}

	@Test
	void callWhenProviderWasNeverReachedThenAskedAgainAfterOneSecond() {
		this.issuer.goDown();
		try (TestService service = TestService.start(this.issuer)) {
			assertUnavailable(service.get("/me", token()));
			this.issuer.comeBack();
			service.letPass(Duration.ofSeconds(1));
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void startWhenProviderComesLaterThenKeysAreFetchedWithoutRequest() {
		this.issuer.goDown();
		try (TestService service = TestService.start(this.issuer)) {
			assertUnavailable(service.get("/me", token()));
			this.issuer.comeBack();
			service.letPass(Duration.ofSeconds(1));
			Awaitility.await().until(() -> service.bean(ProviderKeys.class).age().isPresent());
		}
	}

	@Test
	void callWhenProviderIsDownThenTokenThatNeedsNoKeyIsStillRefused() {
		this.issuer.goDown();
		try (TestService service = TestService.start(this.issuer)) {
			assertThat(service.get("/me").statusCode()).isEqualTo(401);
			assertThat(service.get("/me", "opaque").statusCode()).isEqualTo(401);
		}
	}

	@Test
	void callWhenProviderGoesDownThenKnownKeysServeThroughOutage() {
		try (TestService service = TestService.start(this.issuer)) {
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			this.issuer.goDown();
			service.letPass(Duration.ofMinutes(6));
			assertThat(service.get("/me", lateToken(360)).statusCode()).isEqualTo(200);
			assertThat(service.get("/me", unknownKeyToken(1)).statusCode()).isEqualTo(401);
			service.letPass(Duration.ofMinutes(56));
			assertUnavailable(service.get("/me", lateToken(3720)));
			this.issuer.comeBack();
			service.letPass(Duration.ofSeconds(6));
			assertThat(service.get("/me", lateToken(3720)).statusCode()).isEqualTo(200);
		}
	}

	private String lateToken(long seconds) {
		return this.issuer.accessTokenFor(TestService.AUDIENCE).shifted(seconds).sign();
	}

	@Test
	void callWhenProviderRotatesKeyThenNewKeyIsFetchedOnce() {
		try (TestService service = TestService.start(this.issuer)) {
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			String old = token();
			this.issuer.rotate();
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			assertThat(service.get("/me", old).statusCode()).isEqualTo(401);
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
		}
	}

	@Test
	void callWhenProviderRotatesWithinIntervalThenNewKeyIsFetchedAfterIt() {
		try (TestService service = TestService.start(this.issuer)) {
			assertThat(service.get("/me", unknownKeyToken(1)).statusCode()).isEqualTo(401);
			int fetches = this.issuer.keyFetches();
			this.issuer.rotate();
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(401);
			service.letPass(Duration.ofSeconds(31));
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			assertThat(this.issuer.keyFetches()).isEqualTo(fetches + 1);
		}
	}

	@Test
	void callWhenThousandUnknownKeyIdsThenOneFetchPerInterval() throws Exception {
		try (TestService service = TestService.start(this.issuer)) {
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			assertThat(this.issuer.keyFetches()).isOne();
			sendUnknownKeyIds(service);
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
			service.letPass(Duration.ofSeconds(5));
			sendUnknownKeyIds(service);
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
			service.letPass(Duration.ofSeconds(26));
			sendUnknownKeyIds(service);
			assertThat(this.issuer.keyFetches()).isEqualTo(3);
		}
	}

	private void sendUnknownKeyIds(TestService service) throws Exception {
		List<Callable<Integer>> calls = IntStream.range(0, 1_000)
			.<Callable<Integer>>mapToObj((number) -> () -> service.get("/me", unknownKeyToken(number)).statusCode())
			.toList();
		ExecutorService crowd = Executors.newFixedThreadPool(16);
		try {
			for (Future<Integer> status : crowd.invokeAll(calls)) {
				assertThat(status.get()).isEqualTo(401);
			}
		}
		finally {
			crowd.shutdownNow();
		}
	}

	@Test
	void callWhenCacheIsAboutToExpireThenRefreshedInBackground() {
		try (TestService service = TestService.start(this.issuer)) {
			assertThat(service.get("/me", token()).statusCode()).isEqualTo(200);
			service.letPass(Duration.ofSeconds(250));
			assertThat(service.get("/me", lateToken(250)).statusCode()).isEqualTo(200);
			Awaitility.await().until(() -> this.issuer.keyFetches() == 2);
		}
	}

	@Test
	void callWhenProviderHangsThenUnavailableAfterReadTimeout() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				TestService service = TestService.start("http://localhost:" + silent.getLocalPort(),
						"--wegrant.resource-server.keys.read-timeout=200ms")) {
			assertUnavailable(service.get("/me", token()));
		}
	}

	@ParameterizedTest
	@EnumSource(value = TestIssuer.Answer.class, names = "KEYS", mode = EnumSource.Mode.EXCLUDE)
	void callWhenKeysCannotBeReadThenUnavailable(TestIssuer.Answer answer) {
		this.issuer.answerKeyFetchesWith(answer);
		try (TestService service = TestService.start(this.issuer)) {
			assertUnavailable(service.get("/me", token()));
			assertThat(this.issuer.keyFetches()).isEqualTo(2);
		}
	}

	@Test
	void callWhenMetadataNamesAnotherIssuerThenUnavailable() {
		this.issuer.nameIssuer("https://elsewhere.example");
		try (TestService service = TestService.start(this.issuer)) {
			assertUnavailable(service.get("/me", token()));
			assertThat(this.issuer.keyFetches()).isZero();
		}
	}

	@Test
	void callWhenIssuerHasPathThenMetadataIsFoundBetweenHostAndPath() {
		try (TestIssuer tenant = TestIssuer.startWithPath("/tenants/one");
				TestService service = TestService.start(tenant)) {
			assertThat(service.get("/me", tenant.accessTokenFor(TestService.AUDIENCE).sign()).statusCode())
				.isEqualTo(200);
		}
	}

}

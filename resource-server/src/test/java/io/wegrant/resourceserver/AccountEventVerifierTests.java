package io.wegrant.resourceserver;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import com.nimbusds.jose.JWSAlgorithm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Account events without a web server. What is refused is said by
 * {@link AccountEventContract}.
 */
@DisplayName("W08 account events in a service without a framework")
class AccountEventVerifierTests {

	private final Map<String, LongSupplier> counters = new HashMap<>();

	private TestIssuer issuer;

	@BeforeEach
	void start() {
		this.issuer = TestIssuer.start();
	}

	@AfterEach
	void stop() {
		this.issuer.close();
	}

	private TestAccountEvent event() {
		return this.issuer.accountEventFor(TestChecks.AUDIENCE);
	}

	private static EventVerification verify(TestChecks checks, String event) {
		return checks.verifier().accountEvents().verify(event);
	}

	private static CompletableFuture<EventVerification> verifyAsync(TestChecks checks, String event) {
		return checks.verifier().accountEvents().verifyAsync(event).toCompletableFuture();
	}

	private static void assertRefused(String err, EventVerification found) {
		assertThat(found).isInstanceOfSatisfying(EventVerification.Refused.class,
				(refused) -> assertThat(refused.err()).isEqualTo(err));
	}

	private TestChecks start(ServerSocket provider) {
		return TestChecks.startAt("http://localhost:" + provider.getLocalPort(), this.issuer,
				AccessTokenVerifier.Builder::withoutRevocations);
	}

	@Test
	void verifyWhenGoodThenSaysWhatHasHappened() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			TestAccountEvent event = event().claim("jti", "e-1").about("u-7").claim("toe", 1_796_000_000L);
			assertThat(verify(checks, event.sign())).isEqualTo(new EventVerification.Accepted(
					new AccountEvent.Purged("e-1", "u-7", Instant.ofEpochSecond(1_796_000_000L))));
			assertThat(verify(checks, event.event("https://schemas.example/later", Map.of("a", 1)).sign()))
				.isEqualTo(new EventVerification.Unknown("e-1", "https://schemas.example/later"));
			assertThat(checks.verifier().accountEvents()).isSameAs(checks.verifier().accountEvents());
		}
	}

	@Test
	void verifyWhenRefusedThenBodyIsThatOfRfc8935() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			assertThat(verify(checks, event().signedIn(-3_600).sign()))
				.isInstanceOfSatisfying(EventVerification.Refused.class, (refused) -> assertThat(refused.body())
					.isEqualTo("{\"err\":\"invalid_request\",\"description\":\"iat is more than 5 minutes ago\"}"));
		}
	}

	@Test
	void verifyWhenSignedLongAgoMeanwhileThenRefused() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			String event = event().sign();
			checks.letPass(Duration.ofSeconds(355));
			assertThat(verify(checks, event)).isInstanceOf(EventVerification.Accepted.class);
			checks.letPass(Duration.ofSeconds(10));
			assertRefused("invalid_request", verify(checks, event));
			assertThat(verify(checks, event().signedIn(365).sign())).isInstanceOf(EventVerification.Accepted.class);
		}
	}

	@Test
	void verifyWhenClocksMayNotDifferThenTimesAreExact() {
		try (TestChecks checks = TestChecks.start(this.issuer, (builder) -> builder.clockSkew(Duration.ZERO))) {
			assertThat(verify(checks, event().signedIn(-290).sign())).isInstanceOf(EventVerification.Accepted.class);
			assertRefused("invalid_request", verify(checks, event().signedIn(-302).sign()));
			assertRefused("invalid_request", verify(checks, event().signedIn(10).sign()));
		}
	}

	@Test
	void verifyWhenAlgorithmIsNotAcceptedForTokensThenStillForEvents() {
		try (TestChecks checks = TestChecks.start(this.issuer, (builder) -> builder.algorithms(Set.of("RS256")))) {
			assertThat(verify(checks, event().sign())).isInstanceOf(EventVerification.Accepted.class);
			assertThat(verify(checks, event().signWithRsa(JWSAlgorithm.RS256)))
				.isInstanceOf(EventVerification.Accepted.class);
		}
	}

	@Test
	void verifyWhenServiceHasSeveralAudiencesThenAnyWillDo() {
		try (TestChecks checks = TestChecks.start(this.issuer, (builder) -> builder.audience("urn:a", "urn:b"))) {
			assertThat(verify(checks, event().claim("aud", "urn:b").sign()))
				.isInstanceOf(EventVerification.Accepted.class);
			assertRefused("invalid_audience", verify(checks, event().sign()));
		}
	}

	@Test
	void verifyWhenIssuerHasPathThenOwnTypesAreBelowIt() {
		try (TestIssuer other = TestIssuer.startWithPath("/tenant"); TestChecks checks = TestChecks.start(other)) {
			assertThat(verify(checks, other.accountEventFor(TestChecks.AUDIENCE).phoneChanged().sign()))
				.isInstanceOfSatisfying(EventVerification.Accepted.class,
						(accepted) -> assertThat(accepted.event()).isInstanceOf(AccountEvent.PhoneChanged.class));
		}
	}

	@Test
	void verifyWhenKeyIsWithdrawnThenInvalidKey() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			String event = event().sign();
			assertThat(verify(checks, event)).isInstanceOf(EventVerification.Accepted.class);
			checks.verifier().keys().withdraw(ClaimDigest.of(ClaimDigest.Claim.KID, this.issuer.ecKey().getKeyID()));
			assertRefused("invalid_key", verify(checks, event));
		}
	}

	@Test
	void verifyWhenMemberWithinClaimsIsThereTwiceThenTheLastCounts() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			String json = event().json().replace("\"sub\":\"u-1\"", "\"sub\":\"u-0\",\"sub\":\"u-1\"");
			assertThat(verify(checks, event().sign(json))).isInstanceOfSatisfying(EventVerification.Accepted.class,
					(accepted) -> assertThat(accepted.event().sub()).isEqualTo("u-1"));
		}
	}

	@Test
	void verifyWhenLongerThan64KilobytesThenRefusedUnread() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			assertThat(verify(checks, event().claim("filler", "x".repeat(49_000)).sign())).isEqualTo(
					new EventVerification.Refused("invalid_request", "The token is longer than 65536 characters"));
		}
	}

	@Test
	void verifyAsyncWhenKeysAreKnownThenCompleteAtOnce() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			assertThat(verifyAsync(checks, event().sign()))
				.isCompletedWithValueMatching(EventVerification.Accepted.class::isInstance);
			assertThat(verifyAsync(checks, "opaque"))
				.isCompletedWithValueMatching(EventVerification.Refused.class::isInstance);
		}
	}

	@Test
	void verifyAsyncWhenKeyIsUnknownThenWaitsElsewhereAndAcceptsWithTheNewOne() throws Exception {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			this.issuer.rotate();
			assertThat(verifyAsync(checks, event().sign()).get(20, TimeUnit.SECONDS))
				.isInstanceOf(EventVerification.Accepted.class);
			assertThat(verifyAsync(checks, event().header((header) -> header.keyID("x")).sign()))
				.as("no fetch is due, so nothing is to be waited for")
				.isCompletedWithValueMatching(EventVerification.Refused.class::isInstance);
		}
	}

	@Test
	void verifyAsyncWhenProviderHangsThenCallerDoesNotAndFewWait() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				TestChecks checks = start(silent)) {
			String event = event().sign();
			long begin = System.nanoTime();
			List<CompletableFuture<EventVerification>> asked = IntStream.range(0, 1_000)
				.mapToObj((i) -> verifyAsync(checks, event))
				.toList();
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
			assertThat(asked.stream().filter((answer) -> !answer.isDone()).count()).isLessThanOrEqualTo(101);
			for (CompletableFuture<EventVerification> answer : asked) {
				assertThat(answer.get(30, TimeUnit.SECONDS))
					.isEqualTo(new EventVerification.Unavailable(Duration.ofSeconds(5)));
			}
		}
	}

	@Test
	void closeWhenEventsWaitThenAllAreAnswered() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			TestChecks checks = start(silent);
			List<CompletableFuture<EventVerification>> asked = IntStream.range(0, 50)
				.mapToObj((i) -> verifyAsync(checks, event().sign()))
				.toList();
			checks.close();
			for (CompletableFuture<EventVerification> answer : asked) {
				assertThat(answer.get(5, TimeUnit.SECONDS)).isInstanceOf(EventVerification.Unavailable.class);
			}
		}
	}

	@Test
	void countWhenEventsAreCheckedThenByResult() {
		try (TestChecks checks = TestChecks.startAndFollow(this.issuer)) {
			checks.verifier().accountEvents().bindTo(new Counters());
			verify(checks, event().sign());
			verify(checks, event().rolesChanged("user").sign());
			verify(checks, event().event("https://schemas.example/later", Map.of()).sign());
			verify(checks, "opaque");
			verify(checks, event().type("at+jwt").sign());
			verify(checks, event().header((header) -> header.keyID("x")).sign());
			verify(checks, event().claim("iss", "https://x.example").sign());
			verify(checks, event().claim("aud", "x").sign());
			assertThat(counted("accepted")).isEqualTo(2);
			assertThat(counted("invalid-request")).isEqualTo(2);
			for (String result : List.of("unknown", "invalid-key", "invalid-issuer", "invalid-audience")) {
				assertThat(counted(result)).as(result).isOne();
			}
			assertThat(counted("unavailable")).isZero();
			assertThat(this.counters).hasSize(7);
		}
	}

	@Test
	void countWhenProviderIsDownThenUnavailable() {
		this.issuer.goDown();
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.verifier().accountEvents().bindTo(new Counters());
			verify(checks, event().sign());
			assertThat(counted("unavailable")).isOne();
		}
	}

	@Test
	void bindWhenTokensAreCountedThenEventsAreNot() {
		try (TestChecks checks = TestChecks.start(this.issuer)) {
			checks.verifier().bindTo(new Counters());
			assertThat(this.counters.keySet()).noneMatch((name) -> name.startsWith("account-events"));
		}
	}

	@Test
	void createWhenRolesChangeLaterThenEventDoesNot() {
		Set<String> roles = new LinkedHashSet<>(List.of("user", "cashier"));
		AccountEvent.RolesChanged event = new AccountEvent.RolesChanged("e", "u", Instant.EPOCH, roles);
		roles.add("owner");
		assertThat(event.roles()).containsExactly("user", "cashier");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> event.roles().add("owner"));
	}

	private long counted(String result) {
		return this.counters.get("account-events " + result).getAsLong();
	}

	private final class Counters implements Meters {

		@Override
		public void counter(String name, String description, String result, LongSupplier count) {
			AccountEventVerifierTests.this.counters.put(name + " " + result, count);
		}

		@Override
		public void gauge(String name, String description, DoubleSupplier value) {
			assertThat(value).isNotNull();
		}

		@Override
		public void seconds(String name, String description, DoubleSupplier value) {
			gauge(name, description, value);
		}

	}

}

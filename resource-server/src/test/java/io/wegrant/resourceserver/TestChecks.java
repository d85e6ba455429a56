package io.wegrant.resourceserver;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A verifier that is quick to follow its provider, with a clock that a test can put
 * forward.
 */
final class TestChecks implements AutoCloseable {

	static final String AUDIENCE = "http://service.test";

	static final RevocationSettings REVOCATIONS = new RevocationSettings(Duration.ofSeconds(2), Duration.ofSeconds(60),
			false, Duration.ofSeconds(1), Duration.ofMillis(500), 4 << 20);

	private final TestIssuer issuer;

	private final MovableClock clock = new MovableClock();

	private final AccessTokenVerifier verifier;

	private TestChecks(TestIssuer issuer, String url, Consumer<AccessTokenVerifier.Builder> settings) {
		this.issuer = issuer;
		AccessTokenVerifier.Builder builder = AccessTokenVerifier.builder(url)
			.audience(AUDIENCE)
			.revocations(REVOCATIONS)
			.clock(this.clock);
		settings.accept(builder);
		this.verifier = builder.build();
	}

	static TestChecks start(TestIssuer issuer) {
		return start(issuer, (builder) -> {
		});
	}

	static TestChecks start(TestIssuer issuer, Consumer<AccessTokenVerifier.Builder> settings) {
		return new TestChecks(issuer, issuer.issuer(), settings);
	}

	static TestChecks startAt(String url, TestIssuer issuer, Consumer<AccessTokenVerifier.Builder> settings) {
		return new TestChecks(issuer, url, settings);
	}

	static TestChecks startAndFollow(TestIssuer issuer) {
		return startAndFollow(issuer, (builder) -> {
		});
	}

	static TestChecks startAndFollow(TestIssuer issuer, Consumer<AccessTokenVerifier.Builder> settings) {
		TestChecks checks = start(issuer, settings);
		checks.awaitCaughtUp();
		return checks;
	}

	TestAccessToken token() {
		return this.issuer.accessTokenFor(AUDIENCE);
	}

	TestAccessToken token(String sid) {
		return token().claim("sid", sid);
	}

	AccessTokenVerifier verifier() {
		return this.verifier;
	}

	Verification verify(String token) {
		return this.verifier.verify(token);
	}

	AccessToken accepted(String token) {
		Verification verification = verify(token);
		assertThat(verification).isInstanceOf(Verification.Accepted.class);
		return ((Verification.Accepted) verification).token();
	}

	void assertAccepted(String token) {
		assertThat(accepted(token).value()).isEqualTo(token);
	}

	void assertRefused(TokenResult result, String token) {
		assertThat(verify(token)).isInstanceOf(Verification.Refused.class)
			.extracting(Verification::result)
			.isEqualTo(result);
	}

	void assertRevoked(String token) {
		assertRefused(TokenResult.REVOKED, token);
	}

	void assertUnavailable(String token) {
		assertUnavailable(TokenResult.UNAVAILABLE, token);
	}

	void assertUnavailable(TokenResult result, String token) {
		assertThat(verify(token)).isInstanceOfSatisfying(Verification.Unavailable.class, (unavailable) -> {
			assertThat(unavailable.result()).isEqualTo(result);
			assertThat(unavailable.retryAfter()).isEqualTo(Duration.ofSeconds(5));
		});
	}

	void awaitCaughtUp() {
		await(() -> {
			String cursor = revocations().cursor();
			return cursor != null && cursor.equals(TestRevocations.cursor(this.issuer.revocations().seq()))
					&& !revocations().isStale();
		});
	}

	void awaitKeys() {
		await(() -> this.verifier.state().keysAge().isPresent());
	}

	void awaitAnswers(FeedResult result, int count) {
		long before = feed().answers().count(result);
		await(() -> feed().answers().count(result) >= before + count);
	}

	static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(10))
			.until(condition::getAsBoolean);
	}

	KnownRevocations revocations() {
		return this.verifier.revocations().known();
	}

	RevocationFollower feed() {
		return this.verifier.revocations().follower();
	}

	void letPass(Duration time) {
		this.clock.letPass(time);
	}

	@Override
	public void close() {
		this.verifier.close();
	}

}

package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that is cut off from the provider, or was not there.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
class FeedOutageStoryTests {

	private static final System.Logger logger = System.getLogger(FeedOutageStoryTests.class.getName());

	/** The longest pause between two attempts of a service, and a little. */
	private static final Duration RECOVERY = Duration.ofSeconds(10);

	private static final Duration STALE_AFTER = Duration.ofSeconds(3);

	private static final Duration LONG_OUTAGE = Duration.ofSeconds(65);

	private final Cluster cluster;

	FeedOutageStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	@DisplayName("R12 a service that starts cold knows what was revoked before, and cut off goes on by its policy")
	void serviceWhenStartedAndCutOffThenMissesNothing() {
		List<Tokens> revokedBefore = revoked(20);
		Tokens valid = logIn();
		DemoService strict = service("reject");
		DemoService lenient = service("accept");
		List<DemoService> both = List.of(strict, lenient);
		both.forEach((service) -> service.process().awaitReady());
		// Nobody has called it yet, and no answer tells when it has loaded the window.
		await(strict, valid, (answer) -> answer.status() == 200);
		await(lenient, revokedBefore.get(0), (answer) -> answer.status() == 401);
		both.forEach((service) -> assertRefused(service, revokedBefore));

		both.forEach(DemoService::cutOff);
		List<Tokens> revokedMeanwhile = revoked(20);
		await(strict, valid, (answer) -> answer.status() == 503);
		assertThat(strict.goods(valid.accessToken())).isUnavailable();
		assertThat(lenient.goods(valid.accessToken())).isOk();
		assertThat(lenient.goods(revokedMeanwhile.get(0).accessToken())).isOk();
		both.forEach((service) -> assertRefused(service, revokedBefore));

		both.forEach(DemoService::reconnect);
		long reconnected = System.nanoTime();
		both.forEach((service) -> revokedMeanwhile
			.forEach((tokens) -> await(service, tokens, (answer) -> answer.status() == 401)));
		Duration taken = Duration.ofNanos(System.nanoTime() - reconnected);
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT, "R12: caught up with %d revocations %d ms after a short cut",
						revokedMeanwhile.size(), taken.toMillis()));
		both.forEach((service) -> {
			assertThat(service.goods(valid.accessToken())).isOk();
			assertRefused(service, revokedBefore);
		});
	}

	@Test
	@DisplayName("R12 a service that was cut off from the feed for more than 60 s misses nothing")
	void serviceWhenCutOffForLongThenMissesNothing() {
		DemoService service = this.cluster.services().get(0);
		Tokens valid = logIn();
		assertThat(service.goods(valid.accessToken())).isOk();
		service.cutOff();
		long cut = System.nanoTime();
		List<Tokens> revoked = new ArrayList<>();
		while (System.nanoTime() - cut < LONG_OUTAGE.toNanos()) {
			revoked.addAll(revoked(3));
			Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
		}
		assertThat(service.goods(revoked.get(0).accessToken())).isOk();
		assertThat(this.cluster.services().get(1).goods(revoked.get(0).accessToken())).refusesToken();
		service.reconnect();
		long reconnected = System.nanoTime();
		revoked.forEach((tokens) -> await(service, tokens, (answer) -> answer.status() == 401));
		Duration taken = Duration.ofNanos(System.nanoTime() - reconnected);
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT, "R12: caught up with %d revocations %d ms after a cut of %d s",
						revoked.size(), taken.toMillis(), LONG_OUTAGE.toSeconds()));
		assertThat(service.goods(valid.accessToken())).isOk();
	}

	private DemoService service(String whenStale) {
		return this.cluster.anotherService("resource-server-demo-" + whenStale,
				List.of("--wegrant.resource-server.revocation.when-stale=" + whenStale,
						"--wegrant.resource-server.revocation.stale-after=" + STALE_AFTER.toSeconds() + "s",
						"--wegrant.resource-server.revocation.wait=1s",
						"--wegrant.resource-server.revocation.read-timeout=1s"));
	}

	private List<Tokens> revoked(int count) {
		return Concurrently.times(count, 4, (i) -> {
			Tokens tokens = this.cluster.miniProgram(i).logIn(this.cluster.newcomer());
			assertThat(this.cluster.miniProgram(i + 1).revokeAsync(tokens.refreshToken()).join()).isOk();
			return tokens;
		});
	}

	private Tokens logIn() {
		return this.cluster.miniProgram(0).logIn(this.cluster.newcomer());
	}

	private static void assertRefused(DemoService service, List<Tokens> sessions) {
		assertThat(sessions).allSatisfy((tokens) -> assertThat(service.goods(tokens.accessToken())).refusesToken());
	}

	private static void await(DemoService service, Tokens tokens, Predicate<Answer> condition) {
		Awaitility.await()
			.atMost(RECOVERY)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> service.goods(tokens.accessToken()), condition);
	}

}

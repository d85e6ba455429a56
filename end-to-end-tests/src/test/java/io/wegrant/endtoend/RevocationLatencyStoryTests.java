package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How soon services refuse what was revoked, and what that costs the provider.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
class RevocationLatencyStoryTests {

	private static final System.Logger logger = System.getLogger(RevocationLatencyStoryTests.class.getName());

	private static final int WARM_UP = 60;

	private static final int SAMPLES = Rounds.of(1_000, 200);

	private static final int SESSIONS_AT_A_TIME = 4;

	private static final Duration P99 = Duration.ofSeconds(1);

	private static final Duration MAX = Duration.ofSeconds(5);

	private static final Duration GIVE_UP = MAX.multipliedBy(2);

	/** Between two calls with the same token. */
	private static final Executor PACE = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);

	private final Cluster cluster;

	RevocationLatencyStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	@DisplayName("R11 revocations reach three services from two nodes within the promise, under load")
	void revokeWhenUnderLoadThenServicesRefuseInTime() {
		try (Load load = new Load(this.cluster)) {
			Concurrently.times(WARM_UP, SESSIONS_AT_A_TIME, this::timesUntilRefused);
			List<List<Duration>> taken = Concurrently.times(SAMPLES, SESSIONS_AT_A_TIME, this::timesUntilRefused);
			for (int i = 0; i < this.cluster.services().size(); i++) {
				int service = i;
				Latencies latencies = new Latencies(taken.stream().map((times) -> times.get(service)).toList());
				logger.log(Level.INFO, () -> String.format(Locale.ROOT, "R11: service %d: %s", service + 1, latencies));
			}
			Latencies all = new Latencies(taken.stream().flatMap(List::stream).toList());
			logger.log(Level.INFO,
					() -> String.format(Locale.ROOT,
							"R11: from the answer of the revocation to the first 401: %s; %d other requests", all,
							load.answered()));
			assertThat(load.failures()).isEmpty();
			assertThat(all.percentile(99)).isLessThanOrEqualTo(P99);
			assertThat(all.max()).isLessThanOrEqualTo(MAX);
		}
	}

	private List<Duration> timesUntilRefused(int sample) {
		Tokens tokens = this.cluster.miniProgram(sample).logIn(this.cluster.newcomer());
		assertThat(Concurrently.join(callAll(tokens))).allSatisfy((answer) -> assertThat(answer).isOk());
		assertThat(revoke(sample, tokens)).isOk();
		long revoked = System.nanoTime();
		return Concurrently.join(this.cluster.services()
			.stream()
			.map((service) -> timeUntilRefused(service, tokens.accessToken(), revoked))
			.toList());
	}

	private Answer revoke(int sample, Tokens tokens) {
		int node = sample / 2;
		MiniProgram miniProgram = this.cluster.miniProgram(node);
		return switch (sample % 3) {
			case 0 -> miniProgram.revokeAsync(tokens.refreshToken()).join();
			case 1 -> miniProgram.revokeAsync(tokens.accessToken()).join();
			default -> this.cluster.nodes().get(node % 2).introspectAndRevoke(tokens.accessToken()).join();
		};
	}

	private static CompletableFuture<Duration> timeUntilRefused(DemoService service, String token, long revoked) {
		return service.goodsAsync(token).thenCompose((answer) -> {
			Duration passed = Duration.ofNanos(System.nanoTime() - revoked);
			if (answer.status() == 401 || passed.compareTo(GIVE_UP) > 0) {
				return CompletableFuture.completedFuture(passed);
			}
			return CompletableFuture.runAsync(() -> {
			}, PACE).thenCompose((ignored) -> timeUntilRefused(service, token, revoked));
		});
	}

	@Test
	@DisplayName("R11 a service that answers thousands of calls asks the provider for nothing")
	void callWhenRepeatedThenProviderIsNotAsked() {
		List<Tokens> people = Concurrently.times(10, 2,
				(i) -> this.cluster.miniProgram(i).logIn(this.cluster.newcomer()));
		people.forEach((tokens) -> Concurrently.join(callAll(tokens)));
		long askedBefore = requestsToProvider();
		long answeredBefore = requestsAnswered();
		long begin = System.nanoTime();
		List<List<Answer>> answers = Concurrently.times(1_000, 4,
				(i) -> Concurrently.join(callAll(people.get(i % people.size()))));
		Duration taken = Duration.ofNanos(System.nanoTime() - begin);
		long asked = requestsToProvider() - askedBefore;
		long answered = requestsAnswered() - answeredBefore;
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT,
						"R11: %d calls of goods in %d ms; meanwhile the services sent the provider"
								+ " %d requests, and its nodes answered %d",
						3 * answers.size(), taken.toMillis(), asked, answered));
		assertThat(answers).allSatisfy((each) -> assertThat(each).extracting(Answer::status).containsOnly(200));
		// Each service asks for revocations every 25 s, and now and then for keys.
		long background = this.cluster.services().size() * (2 + taken.toSeconds() / 10);
		assertThat(asked).isLessThanOrEqualTo(background);
		assertThat(answered).isLessThanOrEqualTo(background);
	}

	private long requestsToProvider() {
		return this.cluster.services().stream().mapToLong(DemoService::requestsToProvider).sum();
	}

	private long requestsAnswered() {
		return this.cluster.nodes().stream().mapToLong(Provider::requestsAnswered).sum();
	}

	@Test
	@DisplayName("R13 of many revocations at once, at two nodes, every service learns every one")
	void revokeWhenManyAtOnceThenEveryServiceLearnsAll() {
		List<Tokens> sessions = Concurrently.times(100, SESSIONS_AT_A_TIME,
				(i) -> this.cluster.miniProgram(i).logIn(this.cluster.newcomer()));
		sessions.forEach((tokens) -> assertThat(Concurrently.join(callAll(tokens)))
			.allSatisfy((answer) -> assertThat(answer).isOk()));
		List<Answer> revocations = Concurrently.join(IntStream.range(0, sessions.size())
			.mapToObj((i) -> this.cluster.miniProgram(i).revokeAsync(sessions.get(i).refreshToken()))
			.toList());
		long revoked = System.nanoTime();
		assertThat(revocations).allSatisfy((answer) -> assertThat(answer).isOk());
		Latencies latencies = new Latencies(Concurrently.join(sessions.stream()
			.flatMap((tokens) -> this.cluster.services()
				.stream()
				.map((service) -> timeUntilRefused(service, tokens.accessToken(), revoked)))
			.toList()));
		logger.log(Level.INFO, () -> "R13: 100 sessions revoked at once, refused by three services: " + latencies);
		assertThat(latencies.max()).isLessThanOrEqualTo(MAX);
	}

	private List<CompletableFuture<Answer>> callAll(Tokens tokens) {
		return this.cluster.services().stream().map((service) -> service.goodsAsync(tokens.accessToken())).toList();
	}

}

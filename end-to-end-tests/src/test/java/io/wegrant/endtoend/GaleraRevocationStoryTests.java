package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;
import io.wegrant.mariadb.Lag;

/**
 * What was ended at one node is refused at all of them from the acknowledgement on.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraRevocationStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraRevocationStoryTests.class.getName());

	private static final int ROUNDS = Rounds.of(300, 60);

	private static final int ROUNDS_AT_A_TIME = 10;

	private static final Duration LAG = Duration.ofSeconds(2);

	/** Nobody looks longer for the end of what should have ended. */
	private static final Duration GIVE_UP = Duration.ofSeconds(10);

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts attempts = new Attempts(this.findings);

	private final ConcurrentLinkedQueue<Duration> late = new ConcurrentLinkedQueue<>();

	GaleraRevocationStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@Test
	@DisplayName("C04 once an ending was acknowledged at one node, introspection, /userinfo and refresh refuse at any node")
	void endingWhenAcknowledgedThenAllNodesRefuseAtOnce() {
		Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, this::round);
		report("C04");
		this.findings.assertNone();
	}

	@Test
	@DisplayName("C04 the same with a member that lags two seconds")
	void endingWhenAcknowledgedAndOneMemberLagsThenAllNodesRefuseAtOnce() {
		int lags;
		try (Lag lag = this.stage.members().get(GaleraStage.SIZE - 1).lag(LAG)) {
			Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, this::round);
			lags = lag.times();
		}
		report(String.format(Locale.ROOT, "C04 with a lag of %s, %d times", LAG, lags));
		this.findings.assertNone();
	}

	private int round(int round) {
		Ending ending = Ending.of(round);
		int at = round / Ending.values().length;
		Provider node = this.stage.node(at);
		MiniProgram here = this.stage.miniProgram(at);
		String person = this.stage.newcomer();
		Tokens login = this.attempts.make("a login", () -> here.exchangeAsync(here.code(person))).tokens();
		Tokens tokens = this.attempts.make("a refresh", () -> here.refreshForProviderAsync(login.refreshToken()))
			.tokens();
		awaitKnown(tokens);
		String administrator = node.tokenOfAdministrator();
		Answer ended = this.attempts.make(ending.toString(), () -> ending.begin(node, here, administrator, tokens));
		if (ended.status() == 200 || ended.status() == 204) {
			Concurrently.join(IntStream.range(0, GaleraStage.SIZE)
				.boxed()
				.flatMap((other) -> questions(other, tokens).stream())
				.map((question) -> CompletableFuture.runAsync(() -> assertRefuses(question, ending, at)))
				.toList());
		}
		else if (ended.status() < 500) {
			this.findings.add(ending + " was refused", ended.status() + " " + ended.body());
		}
		return round;
	}

	/** A node that has never heard of a session refuses its tokens for that alone. */
	private void awaitKnown(Tokens tokens) {
		for (Provider node : this.stage.nodes()) {
			Awaitility.await()
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(50))
				.until(() -> this.attempts.make("introspection before", () -> node.introspect(tokens.accessToken()))
					.json()
					.path("active")
					.asBoolean());
		}
	}

	private List<Question> questions(int node, Tokens tokens) {
		Provider provider = this.stage.node(node);
		MiniProgram miniProgram = this.stage.miniProgram(node);
		return List.of(
				new Question("introspection", node, () -> provider.introspect(tokens.accessToken()),
						(answer) -> answer.body().equals("{\"active\":false}")),
				new Question("/userinfo", node, () -> provider.userinfo(tokens.accessToken()),
						(answer) -> answer.status() == 401),
				new Question("a refresh", node, () -> miniProgram.refreshAsync(tokens.refreshToken()),
						(answer) -> answer.status() == 400));
	}

	private void assertRefuses(Question question, Ending ending, int at) {
		long acknowledged = System.nanoTime();
		Answer answer = this.attempts.make(question.name(), question.request());
		if (question.refusal().test(answer)) {
			return;
		}
		Duration after = Duration.ofNanos(System.nanoTime() - acknowledged);
		while (!question.refusal().test(answer) && after.compareTo(GIVE_UP) < 0) {
			answer = this.attempts.make(question.name(), question.request());
			after = Duration.ofNanos(System.nanoTime() - acknowledged);
		}
		this.late.add(after);
		boolean lost = after.compareTo(GIVE_UP) >= 0;
		this.findings.add(question.name() + (lost ? " never refused" : " did not refuse at once"),
				String.format(Locale.ROOT, "%s at node %d, asked at node %d, %d ms", ending, at % GaleraStage.SIZE + 1,
						question.node() + 1, after.toMillis()));
	}

	private void report(String story) {
		String lateness = this.late.isEmpty() ? "" : "; late refusals: " + new Latencies(List.copyOf(this.late));
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "%s: %d rounds; %s%s; %s", story, ROUNDS, this.attempts,
				lateness, this.findings));
	}

	private record Question(String name, int node, Supplier<CompletableFuture<Answer>> request,
			Predicate<Answer> refusal) {
	}

}

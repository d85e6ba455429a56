package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

/**
 * A session is ended at one node while it is refreshed at all of them, and the members of
 * the cluster undo what collides.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraRevocationRaceStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraRevocationRaceStoryTests.class.getName());

	private static final int ROUNDS = Rounds.of(300, 60);

	private static final int ROUNDS_AT_A_TIME = 12;

	/** What is not refused by then was lost. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final long HEAD_START_NANOS = 8_000_000;

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts endings = new Attempts(this.findings);

	private final Attempts others = new Attempts(this.findings);

	private final AtomicInteger wins = new AtomicInteger();

	GaleraRevocationRaceStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@Test
	@DisplayName("C02 revoke, look up and revoke, log-out, lock-out and an administrator, each racing three refreshes at different nodes: none that was acknowledged is lost")
	void refreshWhenItRacesAnEndingAtAnotherNodeThenTheEndingIsNotLost() {
		String administrator = this.stage.node(0).tokenOfAdministrator();
		Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, (i) -> round(i, administrator));
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "C02: %d rounds; endings: %s; %d refreshes won; %s",
				ROUNDS, this.endings, this.wins.get(), this.findings));
		this.findings.assertNone();
	}

	private int round(int round, String administrator) {
		Ending ending = Ending.of(round);
		MiniProgram here = this.stage.miniProgram(round / Ending.values().length);
		String person = this.stage.newcomer();
		Tokens login = this.others.make("a login", () -> here.exchangeAsync(here.code(person))).tokens();
		Tokens tokens = this.others.make("a refresh before", () -> here.refreshForProviderAsync(login.refreshToken()))
			.tokens();
		boolean refreshFirst = ThreadLocalRandom.current().nextBoolean();
		List<CompletableFuture<Answer>> racing = new ArrayList<>();
		if (refreshFirst) {
			racing.addAll(refreshes(tokens));
			pause();
		}
		CompletableFuture<Answer> ended = CompletableFuture.supplyAsync(() -> this.endings.make(ending.toString(),
				() -> ending.begin(this.stage.node(round / Ending.values().length), here, administrator, tokens)));
		if (!refreshFirst) {
			pause();
			racing.addAll(refreshes(tokens));
		}
		List<Tokens> all = new ArrayList<>(List.of(tokens));
		Concurrently.join(racing).forEach((answer) -> all.addAll(tokensOf(answer)));
		this.wins.addAndGet(all.size() - 1);
		int status = ended.join().status();
		if (status == 200 || status == 204) {
			assertEnded(round, ending, all);
		}
		else if (status < 500) {
			this.findings.add(ending + " was refused", status + " " + ended.join().body());
		}
		return round;
	}

	private List<CompletableFuture<Answer>> refreshes(Tokens tokens) {
		return IntStream.range(0, GaleraStage.SIZE)
			.mapToObj((node) -> this.stage.miniProgram(node).refreshAsync(tokens.refreshToken()))
			.toList();
	}

	private List<Tokens> tokensOf(Answer answer) {
		switch (answer.status()) {
			case 200 -> {
				return List.of(answer.tokens());
			}
			case 400, 503 -> {
				return List.of();
			}
			default -> this.findings.add("a refresh answered " + answer.status(), answer.body());
		}
		return List.of();
	}

	private void assertEnded(int round, Ending ending, List<Tokens> all) {
		for (Tokens tokens : all) {
			for (int i = 0; i < GaleraStage.SIZE; i++) {
				int node = i;
				try {
					Awaitility.await()
						.pollDelay(Duration.ZERO)
						.pollInterval(Duration.ofMillis(100))
						.atMost(PATIENCE)
						.until(() -> isRefused(node, tokens));
				}
				catch (ConditionTimeoutException ex) {
					this.findings.add(ending + " was acknowledged and lost",
							String.format(Locale.ROOT, "round %d, at node %d", round, node + 1));
					return;
				}
			}
		}
	}

	private boolean isRefused(int node, Tokens tokens) {
		Answer introspection = this.others.make("introspection",
				() -> this.stage.node(node).introspect(tokens.accessToken()));
		Answer refresh = this.others.make("a refresh afterwards",
				() -> this.stage.miniProgram(node).refreshAsync(tokens.refreshToken()));
		return introspection.body().equals("{\"active\":false}") && refresh.status() == 400;
	}

	private static void pause() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(HEAD_START_NANOS));
	}

}

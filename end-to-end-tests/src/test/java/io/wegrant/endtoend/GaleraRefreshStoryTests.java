package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

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
import io.wegrant.mariadb.Lag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that refresh one after the other, each time at the next node, which may not
 * have heard of the refresh before.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraRefreshStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraRefreshStoryTests.class.getName());

	private static final int CLIENTS = 12;

	private static final Duration TIME = Duration.ofSeconds(Rounds.of(300, 15));

	private static final Duration LAG = Duration.ofSeconds(2);

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts attempts = new Attempts(this.findings);

	GaleraRefreshStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@Test
	@DisplayName("C03 twelve clients that refresh strictly in turn over three nodes: no session ends")
	void refreshWhenInTurnOverNodesThenNoSessionEnds() {
		List<Integer> refreshes = refreshInTurn();
		report("C03", refreshes);
		this.findings.assertNone();
	}

	@Test
	@DisplayName("C03 the same with a member that lags two seconds")
	void refreshWhenInTurnOverNodesOfWhichOneLagsThenNoSessionEnds() {
		List<Integer> refreshes;
		int lags;
		try (Lag lag = this.stage.members().get(GaleraStage.SIZE - 1).lag(LAG)) {
			refreshes = refreshInTurn();
			lags = lag.times();
		}
		report(String.format(Locale.ROOT, "C03 with a lag of %s, %d times", LAG, lags), refreshes);
		this.findings.assertNone();
	}

	private List<Integer> refreshInTurn() {
		long end = System.nanoTime() + TIME.toNanos();
		List<Integer> refreshes = Concurrently.times(CLIENTS, CLIENTS, (client) -> refreshUntil(client, end));
		assertThat(refreshes).allMatch((count) -> count > 0);
		return refreshes;
	}

	private int refreshUntil(int client, long end) {
		String person = this.stage.newcomer();
		Tokens tokens = logIn(client, person);
		int refreshes = 0;
		for (int turn = client; System.nanoTime() < end; turn++) {
			MiniProgram next = this.stage.miniProgram(turn);
			String refreshToken = tokens.refreshToken();
			long begun = System.nanoTime();
			Answer answer = this.attempts.make("a refresh", () -> next.refreshAsync(refreshToken));
			if (answer.status() == 200) {
				tokens = answer.tokens();
				refreshes++;
			}
			else {
				this.findings.add("a session ended",
						String.format(Locale.ROOT, "client %d at node %d after %d refreshes and %d ms: %d %s", client,
								turn % GaleraStage.SIZE + 1, refreshes,
								TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun), answer.status(),
								answer.body()));
				tokens = logIn(client, person);
			}
		}
		return refreshes;
	}

	private Tokens logIn(int client, String person) {
		MiniProgram miniProgram = this.stage.miniProgram(client);
		return this.attempts.make("a login", () -> miniProgram.exchangeAsync(miniProgram.code(person))).tokens();
	}

	private void report(String story, List<Integer> refreshes) {
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "%s: %d clients, %d refreshes in %s; %s; %s", story,
				CLIENTS, refreshes.stream().mapToInt(Integer::intValue).sum(), TIME, this.attempts, this.findings));
	}

}

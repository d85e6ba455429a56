package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.ClusterExtension;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One session, used at both nodes at the same time.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
class RefreshRaceStoryTests {

	private static final System.Logger logger = System.getLogger(RefreshRaceStoryTests.class.getName());

	private static final int SESSIONS = Rounds.of(20, 5);

	private static final int REFRESHES = 100;

	private static final int ROUNDS = Rounds.of(1_000, 150);

	private static final int ROUNDS_AT_A_TIME = 4;

	/** The later runner of a race starts up to so much after the earlier one. */
	private static final long HEAD_START_NANOS = 8_000_000;

	private final Cluster cluster;

	private String administrator = "";

	RefreshRaceStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@BeforeEach
	void comeAsAdministrator() {
		this.administrator = this.cluster.nodes().get(0).tokenOfAdministrator();
	}

	@Test
	@DisplayName("R01 a hundred refreshes at once with one token, at two nodes, have one successor")
	void refreshWhenHundredAtOnceOnTwoNodesThenAllGetOneSuccessor() {
		List<Integer> successors = IntStream.range(0, SESSIONS).mapToObj(this::successorsOfOneToken).toList();
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT,
						"R01: %d sessions, %d refreshes each at two nodes, successors seen: %s", SESSIONS, REFRESHES,
						successors));
		assertThat(successors).containsOnly(1);
	}

	private int successorsOfOneToken(int session) {
		Tokens login = this.cluster.miniProgram(session).logIn(this.cluster.newcomer());
		List<Answer> answers = Concurrently.join(IntStream.range(0, REFRESHES)
			.mapToObj((i) -> this.cluster.miniProgram(i).refreshAsync(login.refreshToken()))
			.toList());
		List<Tokens> successors = answers.stream().map(Answer::tokens).toList();
		assertThat(successors).extracting(Tokens::accessToken).doesNotHaveDuplicates();
		this.cluster.nodes()
			.forEach((node) -> assertThat(node.introspect(successors.get(0).accessToken()).join()).isActive());
		assertThat(this.cluster.miniProgram(session + 1).refresh(successors.get(0).refreshToken())).carriesTokens();
		return (int) successors.stream().map(Tokens::refreshToken).distinct().count();
	}

	@Test
	@DisplayName("R04 once a revocation, log-out or lock-out has answered, nothing of the session works, whoever was faster")
	void refreshWhenItRacesRevocationThenNothingWorksAfterwards() {
		List<Integer> wins = Concurrently.times(ROUNDS, ROUNDS_AT_A_TIME, this::refreshesThatBeatRevocation);
		long won = wins.stream().filter((count) -> count > 0).count();
		logger.log(Level.INFO, () -> String.format(Locale.ROOT,
				"R04: %d rounds, the refresh won %d of them and lost %d", ROUNDS, won, ROUNDS - won));
		assertThat(won).as("rounds won by the refresh").isPositive().isLessThan(ROUNDS);
	}

	private int refreshesThatBeatRevocation(int round) {
		MiniProgram here = this.cluster.miniProgram(round);
		MiniProgram there = this.cluster.miniProgram(round + 1);
		Tokens login = here.logIn(this.cluster.newcomer());
		Supplier<CompletableFuture<Answer>> revocation = () -> revoke(round, here, login);
		Supplier<List<CompletableFuture<Answer>>> refreshes = () -> Stream.of(here, there)
			.map((each) -> each.refreshAsync(login.refreshToken()))
			.toList();
		CompletableFuture<Answer> revoked;
		List<CompletableFuture<Answer>> racing;
		if (ThreadLocalRandom.current().nextBoolean()) {
			racing = refreshes.get();
			pause();
			revoked = revocation.get();
		}
		else {
			revoked = revocation.get();
			pause();
			racing = refreshes.get();
		}
		assertThat(revoked.join().status()).isIn(200, 204);
		List<Tokens> won = new ArrayList<>(List.of(login));
		assertRefused(login);
		Concurrently.join(racing)
			.stream()
			.filter((answer) -> answer.status() == 200)
			.map(Answer::tokens)
			.forEach(won::add);
		assertThat(Concurrently.join(racing)).filteredOn((answer) -> answer.status() != 200)
			.allSatisfy((answer) -> assertThat(answer).isOAuthError(400, "invalid_grant"));
		won.forEach(this::assertRefused);
		return won.size() - 1;
	}

	private CompletableFuture<Answer> revoke(int round, MiniProgram miniProgram, Tokens tokens) {
		return switch (round % 5) {
			case 0 -> miniProgram.revokeAsync(tokens.refreshToken());
			case 1 -> miniProgram.revokeAsync(tokens.accessToken());
			case 2 -> node(round / 5).introspectAndRevoke(tokens.accessToken());
			case 3 -> node(round / 5).endSession(this.administrator, tokens.sessionId());
			default -> node(round / 5).disable(this.administrator, tokens.subject());
		};
	}

	private Provider node(int number) {
		return this.cluster.nodes().get(number % this.cluster.nodes().size());
	}

	private void assertRefused(Tokens tokens) {
		List<CompletableFuture<Answer>> refreshes = IntStream.range(0, this.cluster.nodes().size())
			.mapToObj((i) -> this.cluster.miniProgram(i).refreshAsync(tokens.refreshToken()))
			.toList();
		List<CompletableFuture<Answer>> introspections = this.cluster.nodes()
			.stream()
			.map((node) -> node.introspect(tokens.accessToken()))
			.toList();
		assertThat(Concurrently.join(refreshes))
			.allSatisfy((answer) -> assertThat(answer).isOAuthError(400, "invalid_grant"));
		assertThat(Concurrently.join(introspections)).allSatisfy((answer) -> assertThat(answer).isInactive());
	}

	private static void pause() {
		LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(HEAD_START_NANOS));
	}

}

package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.JavaProcess;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An administrator ends tokens at one of two nodes, of which the other's clock is wrong.
 */
@Tag("slow")
class EpochsStoryTests {

	private static final System.Logger logger = System.getLogger(EpochsStoryTests.class.getName());

	private static final int ROUNDS = Rounds.of(100, 8);

	private static final int PEOPLE_AT_ONCE = 4;

	private static final Duration PROMISE = Duration.ofSeconds(5);

	@Test
	@DisplayName("E01 E02 E03 E04: nothing issued before works anywhere, and what is issued after works at once")
	void changeWhenClockOfTheOtherNodeIsWrongThenTokensOfBeforeEndAndLaterOnesAreGood() {
		try (Cluster cluster = Cluster.start(1, List.of(), List.of())) {
			for (int secondsAhead : new int[] { -60, -9, 9, 60 }) {
				JavaProcess wrong = cluster.nodes().get(1).process();
				wrong.kill();
				wrong.shiftClock(secondsAhead);
				wrong.start();
				assertThat(secondsAhead(cluster)).isBetween(secondsAhead - 2L, secondsAhead + 2L);
				for (Change change : Change.values()) {
					List<Round> rounds = Concurrently.times(ROUNDS, change.atOnce(), (i) -> round(cluster, change));
					assertServicesAgree(cluster, change, rounds);
					logger.log(Level.INFO,
							() -> String.format(Locale.ROOT,
									"%s with a clock %+d s: %d rounds, nothing of before works, all of after", change,
									secondsAhead, rounds.size()));
				}
			}
		}
	}

	private static long secondsAhead(Cluster cluster) {
		Tokens login = cluster.miniProgram(1).logIn(cluster.newcomer());
		return login.claims().getIssueTime().toInstant().getEpochSecond() - Instant.now().getEpochSecond();
	}

	private static Round round(Cluster cluster, Change change) {
		MiniProgram here = cluster.miniProgram(0);
		MiniProgram there = cluster.miniProgram(1);
		String person = cluster.newcomer();
		Tokens first = here.logIn(person);
		Tokens other = there.logIn(person);
		Tokens refreshed = there.refresh(first.refreshToken()).tokens();
		Provider node = cluster.nodes().get(0);
		String administrator = node.tokenOfAdministrator();
		// Several changes within a second.
		change.make(node, administrator, first.subject());
		change.make(node, administrator, first.subject());

		Tokens later = (change == Change.ROLES) ? here.refresh(refreshed.refreshToken()).tokens() : here.logIn(person);
		List<Tokens> before = List.of(first, other, refreshed);
		for (Provider each : cluster.nodes()) {
			before.forEach((tokens) -> assertEnded(each, tokens));
			assertGood(each, later);
		}
		assertThat(later.claims().getIssueTime().toInstant()).isBeforeOrEqualTo(Instant.now());
		return new Round(before, later);
	}

	private static void assertEnded(Provider node, Tokens tokens) {
		assertThat(node.introspect(tokens.accessToken()).join().body()).isEqualTo("{\"active\":false}");
		assertThat(node.userinfo(tokens.accessToken()).join().status()).isEqualTo(401);
	}

	private static void assertGood(Provider node, Tokens tokens) {
		assertThat(node.introspect(tokens.accessToken()).join().json().required("active").asBoolean()).isTrue();
		assertThat(node.userinfo(tokens.accessToken()).join().status()).isEqualTo(200);
	}

	private static void assertServicesAgree(Cluster cluster, Change change, List<Round> rounds) {
		List<String> ended = new ArrayList<>();
		rounds.forEach((round) -> round.before().forEach((tokens) -> ended.add(tokens.accessToken())));
		// Who has heard of the last has heard of all before.
		Awaitility.await()
			.atMost(PROMISE)
			.untilAsserted(() -> assertThat(statuses(cluster, ended.subList(ended.size() - 1, ended.size()).stream()))
				.containsOnly(401));
		assertThat(statuses(cluster, ended.stream())).containsOnly(401);
		// Each round ends the tokens of all rounds before it, if they are of the client.
		List<Round> lasting = (change == Change.SESSIONS_OF_CLIENT) ? rounds.subList(ROUNDS - 1, ROUNDS) : rounds;
		assertThat(statuses(cluster, lasting.stream().map((round) -> round.later().accessToken()))).containsOnly(200);
	}

	private static List<Integer> statuses(Cluster cluster, Stream<String> tokens) {
		return tokens.map((token) -> cluster.services().get(0).goods(token).status()).toList();
	}

	private record Round(List<Tokens> before, Tokens later) {
	}

	/**
	 * What an administrator does.
	 */
	private enum Change {

		ROLES, DISABLED, SESSIONS_OF_USER, SESSIONS_OF_CLIENT;

		int atOnce() {
			return (this == SESSIONS_OF_CLIENT) ? 1 : PEOPLE_AT_ONCE;
		}

		void make(Provider node, String administrator, String sub) {
			switch (this) {
				case ROLES -> {
					done(node.giveRoles(administrator, sub, List.of("CLERK")));
					done(node.giveRoles(administrator, sub, List.of("NURSE")));
				}
				case DISABLED -> {
					done(node.disable(administrator, sub));
					done(node.enable(administrator, sub));
				}
				case SESSIONS_OF_USER -> done(node.endSessionsOfUser(administrator, sub));
				case SESSIONS_OF_CLIENT -> done(node.endSessionsOfClient(administrator, "wx1234567890abcdef"));
			}
		}

		private static void done(CompletableFuture<Answer> answer) {
			assertThat(answer.join().status()).as(answer.join().body()).isEqualTo(204);
		}

	}

}

package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

/**
 * Somebody comes for the first time, at all nodes at once.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraFirstLoginStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraFirstLoginStoryTests.class.getName());

	private static final int LOGINS = 200;

	private static final int ROUNDS = Rounds.of(10, 2);

	/** Of all logins, as percentage. */
	private static final int MOST_UNAVAILABLE = 2;

	private static final int MOST_SESSIONS = 5;

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts attempts = new Attempts(this.findings);

	GaleraFirstLoginStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@Test
	@DisplayName("C07 two hundred first logins of one openid over three nodes: one user, hardly a 503, no 500")
	void loginWhenTwoHundredFirstOnesOverThreeNodesThenAllAreOneUser() {
		List<Map<Integer, Long>> statuses = IntStream.range(0, ROUNDS).mapToObj((i) -> round()).toList();
		logger.log(Level.INFO, () -> String.format(Locale.ROOT,
				"C07: %d rounds of %d first logins at once, statuses %s; %s", ROUNDS, LOGINS, statuses, this.findings));
		this.findings.assertNone();
	}

	private Map<Integer, Long> round() {
		String person = this.stage.newcomer();
		this.stage.miniProgram(0).openid(person);
		List<String> codes = IntStream.range(0, LOGINS)
			.mapToObj((i) -> this.stage.miniProgram(i).code(person))
			.toList();
		List<CompletableFuture<Answer>> begun = IntStream.range(0, LOGINS)
			.mapToObj((i) -> this.stage.miniProgram(i).exchangeAsync(codes.get(i)))
			.toList();
		List<Answer> answers = begun.stream()
			.map((answer) -> this.attempts.once("a first login", () -> answer))
			.toList();
		Map<Integer, Long> statuses = answers.stream()
			.collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
		statuses.keySet()
			.stream()
			.filter((status) -> status != 200 && status < 500)
			.forEach((status) -> this.findings.add("a first login answered " + status, statuses.toString()));
		if (statuses.getOrDefault(503, 0L) * 100 > LOGINS * MOST_UNAVAILABLE) {
			this.findings.add("more than 2 % of the first logins were answered 503", statuses.toString());
		}
		List<Tokens> tokens = answers.stream().filter((answer) -> answer.status() == 200).map(Answer::tokens).toList();
		assertOneUser(tokens.stream().map(Tokens::subject).distinct().toList());
		return statuses;
	}

	private void assertOneUser(List<String> subjects) {
		if (subjects.size() != 1) {
			this.findings.add("not one user", subjects.toString());
			return;
		}
		String administrator = this.stage.node(1).tokenOfAdministrator();
		long live = this.stage.node(1)
			.sessionsOfUser(administrator, subjects.get(0))
			.join()
			.json()
			.required("items")
			.valueStream()
			.filter((session) -> "live".equals(session.path("status").asString()))
			.count();
		if (live < 1 || live > MOST_SESSIONS) {
			this.findings.add("the user has not 1 to 5 live sessions", Long.toString(live));
		}
	}

}

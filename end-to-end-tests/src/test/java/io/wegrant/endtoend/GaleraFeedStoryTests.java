package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.wegrant.endtoend.FeedReader.Heard;
import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All nodes revoke at once, and all services hear of all of it.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraFeedStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraFeedStoryTests.class.getName());

	private static final int AT_A_TIME = 24;

	private static final int EACH = (Rounds.of(400, 216) + AT_A_TIME - 1) / AT_A_TIME;

	private static final int WARM_UP = AT_A_TIME;

	private static final Duration P99 = Duration.ofSeconds(1);

	private static final Duration MAX = Duration.ofSeconds(5);

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts logins = new Attempts(this.findings);

	private final Attempts revocations = new Attempts(this.findings);

	GaleraFeedStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@ParameterizedTest(name = "{0} writers")
	@ValueSource(ints = { 3, 1 })
	@DisplayName("C05 revocations, 24 at a time over three nodes: hardly a 503, no 500, and four readers hear of all of them in order and in time")
	void revokeWhenAtAllNodesAtOnceThenReadersHearOfAllInOrder(int writers) {
		revoke(logIn(WARM_UP));
		Attempts counted = new Attempts(this.findings);
		List<Tokens> sessions = logIn(AT_A_TIME * EACH);
		try (FeedReader first = reader(0);
				FeedReader second = reader(1);
				FeedReader third = reader(2);
				FeedReader balanced = new FeedReader("the reader of all nodes", this.stage::node, this.findings)) {
			List<FeedReader> readers = List.of(first, second, third, balanced);
			long begun = System.nanoTime();
			List<List<Revoked>> revoked = Concurrently.times(AT_A_TIME, AT_A_TIME,
					(worker) -> IntStream.range(0, EACH)
						.mapToObj((i) -> revoke(counted, worker % writers, sessions.get(worker * EACH + i)))
						.flatMap(List::stream)
						.toList());
			double seconds = (System.nanoTime() - begun) / 1e9;
			List<Duration> taken = revoked.stream()
				.flatMap((worker) -> worker.stream().flatMap((each) -> heard(readers, each).stream()))
				.toList();
			revoked.forEach((worker) -> readers.forEach((reader) -> assertInOrder(reader, worker)));
			assertPromise(writers, counted, seconds, readers, taken);
		}
	}

	private FeedReader reader(int node) {
		return new FeedReader("the reader of node " + (node + 1), (turn) -> this.stage.node(node), this.findings);
	}

	private List<Tokens> logIn(int count) {
		return Concurrently.times(count, AT_A_TIME, (i) -> {
			MiniProgram miniProgram = this.stage.miniProgram(i);
			String person = this.stage.newcomer();
			return this.logins.make("a login", () -> miniProgram.exchangeAsync(miniProgram.code(person))).tokens();
		});
	}

	private void revoke(List<Tokens> sessions) {
		Concurrently.times(sessions.size(), AT_A_TIME, (i) -> revoke(this.revocations, i, sessions.get(i)));
	}

	private List<Revoked> revoke(Attempts attempts, int node, Tokens tokens) {
		MiniProgram miniProgram = this.stage.miniProgram(node);
		Answer answer = attempts.make("a revocation", () -> miniProgram.revokeAsync(tokens.refreshToken()));
		return (answer.status() == 200) ? List.of(new Revoked(tokens.sessionId(), System.nanoTime())) : List.of();
	}

	private List<Duration> heard(List<FeedReader> readers, Revoked revoked) {
		List<Duration> taken = new ArrayList<>();
		for (FeedReader reader : readers) {
			try {
				Awaitility.await()
					.pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(20))
					.atMost(MAX.multipliedBy(2))
					.until(() -> reader.heardOf(revoked.sid()) != null);
				long nanos = reader.heardOf(revoked.sid()).nanos() - revoked.acknowledged();
				taken.add(Duration.ofNanos(Math.max(0, nanos)));
			}
			catch (ConditionTimeoutException ex) {
				this.findings.add("a revocation never reached a reader", reader.toString());
			}
		}
		return taken;
	}

	/** What one client revokes at one node, one after the other. */
	private void assertInOrder(FeedReader reader, List<Revoked> worker) {
		List<Integer> positions = worker.stream()
			.map((revoked) -> reader.heardOf(revoked.sid()))
			.flatMap(Stream::ofNullable)
			.map(Heard::position)
			.toList();
		if (!positions.equals(positions.stream().sorted().toList())) {
			this.findings.add("a reader heard of a later revocation before an earlier one", reader + ": " + positions);
		}
	}

	private void assertPromise(int writers, Attempts counted, double seconds, List<FeedReader> readers,
			List<Duration> taken) {
		Latencies latencies = new Latencies(taken);
		logger.log(Level.INFO, () -> String.format(Locale.ROOT,
				"C05: %d nodes: %s, %.1f a second; first heard of after the acknowledgement: %s; readers turned away with 503: %s; %s",
				writers, counted, counted.requests() / seconds, latencies,
				readers.stream().map(FeedReader::unavailable).toList(), this.findings));
		if (counted.first(503) > counted.requests() / 100) {
			this.findings.add("more than 1 % of the revocations were answered 503 at the first try",
					counted.first(503) + " of " + counted.requests());
		}
		if (latencies.percentile(99).compareTo(P99) > 0) {
			this.findings.add("p99 is above the promise", latencies.toString());
		}
		if (latencies.max().compareTo(MAX) > 0) {
			this.findings.add("max is above the promise", latencies.toString());
		}
		assertThat(counted.requests()).isEqualTo(AT_A_TIME * EACH);
		this.findings.assertNone();
	}

	private record Revoked(String sid, long acknowledged) {
	}

}

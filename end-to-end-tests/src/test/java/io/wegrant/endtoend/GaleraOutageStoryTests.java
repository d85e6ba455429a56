package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.GaleraExtension;
import io.wegrant.endtoend.stage.GaleraStage;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Provider;
import io.wegrant.endtoend.stage.Rounds;
import io.wegrant.endtoend.stage.Tokens;
import io.wegrant.mariadb.GaleraMember;

/**
 * Something happens to a member while two nodes are busy on it: one that knows the other
 * members, and one that knows no other.
 */
@Tag("cluster")
@ExtendWith(GaleraExtension.class)
class GaleraOutageStoryTests {

	private static final System.Logger logger = System.getLogger(GaleraOutageStoryTests.class.getName());

	private static final int ROUNDS = Rounds.of(5, 1);

	private static final int WORKERS = 3;

	private static final Duration BEFORE = Duration.ofSeconds(2);

	private static final Duration OUTAGE = Duration.ofSeconds(12);

	/** From the first refusal to the last, where there is another member. */
	private static final Duration PROMISE = Duration.ofSeconds(5);

	/** How long a node is watched that must not be ready. */
	private static final Duration WATCHED = Duration.ofSeconds(3);

	/**
	 * What was under way is refused by the time-outs of its connection, one after the
	 * other.
	 */
	private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(30);

	private static final Duration RECOVERY = Duration.ofSeconds(30);

	private static final int NO_ANSWER = 0;

	private static final Executor PACE = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

	private final GaleraStage stage;

	private final Findings findings = new Findings();

	private final Attempts attempts = new Attempts(this.findings);

	/** The newest tokens of sessions that go on, as far as it was acknowledged. */
	private final Map<String, Tokens> kept = new ConcurrentHashMap<>();

	/** The tokens of sessions whose end was acknowledged. */
	private final Map<String, Tokens> ended = new ConcurrentHashMap<>();

	GaleraOutageStoryTests(GaleraStage stage) {
		this.stage = stage;
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("C08 a member is killed, cut off, made read-only or frozen: no 500, its node says so and leaves it, nothing acknowledged is lost")
	void requestWhenMemberIsOfNoUseThenNodeSaysSoOrLeavesItAndNothingIsLost(Outage outage) {
		for (int round = 0; round < ROUNDS; round++) {
			tell(outage);
		}
		this.findings.assertNone();
	}

	private void tell(Outage outage) {
		GaleraMember member = this.stage.members().get(0);
		Provider free = this.stage.node(0);
		Provider bound = this.stage.nodeOnFirstMemberOnly();
		try (Watch one = new Watch("a node with other members", free);
				Watch other = new Watch("a node without other members", bound)) {
			await(BEFORE);
			long begun = System.nanoTime();
			outage.begin(member);
			await(OUTAGE);
			awaitPromise(other, begun);
			long mended = System.nanoTime();
			assertLeft(outage, one, begun, mended);
			assertSaysSo(outage, other, begun, mended);
			logger.log(Level.INFO, () -> String.format(Locale.ROOT, "C08 %s: %s; %s", outage, one.tell(begun, mended),
					other.tell(begun, mended)));
			this.stage.galera().restore();
			assertRecovers(outage, one);
			assertRecovers(outage, other);
		}
		assertNothingLost(outage);
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "C08 %s: %d sessions kept, %d ended; %s", outage,
				this.kept.size(), this.ended.size(), this.findings));
		this.kept.clear();
		this.ended.clear();
	}

	private void assertLeft(Outage outage, Watch watch, long begun, long mended) {
		List<Event> requests = watch.between(watch.requests, begun, mended);
		assertStatuses(outage, watch, requests);
		List<Event> refusals = requests.stream().filter((event) -> event.status() != 200).toList();
		if (refusals.isEmpty()) {
			return;
		}
		long first = refusals.get(0).nanos();
		Duration took = Duration.ofNanos(refusals.get(refusals.size() - 1).nanos() - first);
		boolean works = requests.stream().anyMatch((event) -> event.status() == 200 && event.nanos() > first);
		if (!works || took.compareTo(PROMISE) > 0) {
			this.findings.add(outage + ": " + watch + " had not left the member 5 s after its first refusal",
					String.format(Locale.ROOT, "refused for %.1f s, %s afterwards; connections to the member: %d",
							took.toMillis() / 1e3, watch.count(requests), this.stage.connections(0, 0)));
		}
	}

	private void awaitPromise(Watch watch, long begun) {
		try {
			Awaitility.await().atMost(LONGEST_OUTAGE).until(() -> {
				long early = System.nanoTime() - PROMISE.plus(WATCHED).toNanos();
				return watch.between(watch.requests, begun, early).stream().anyMatch((event) -> event.status() != 200);
			});
		}
		catch (ConditionTimeoutException ex) {
			logger.log(Level.INFO, () -> "C08 " + watch + " has refused nothing for long");
		}
	}

	private void assertSaysSo(Outage outage, Watch watch, long begun, long mended) {
		List<Event> requests = watch.between(watch.requests, begun, mended);
		assertStatuses(outage, watch, requests);
		List<Event> refusals = requests.stream().filter((event) -> event.status() != 200).toList();
		if (refusals.isEmpty()) {
			this.findings.add(outage + ": " + watch + " refused nothing", watch.count(requests).toString());
			return;
		}
		List<Event> readiness = watch.between(watch.readiness, refusals.get(0).nanos() + PROMISE.toNanos(), mended);
		if (readiness.isEmpty() || readiness.stream().anyMatch((event) -> event.status() == 200)) {
			this.findings.add(outage + ": " + watch + " was ready 5 s after its first refusal and later",
					"readiness " + watch.count(readiness));
		}
	}

	private void assertStatuses(Outage outage, Watch watch, List<Event> requests) {
		requests.stream()
			.filter((event) -> event.status() != 200 && event.status() != 503)
			.forEach((event) -> this.findings.add(String.format(Locale.ROOT, "%s: %s answered %s with %d", outage,
					watch, event.what(), event.status()), event.detail()));
	}

	private void assertRecovers(Outage outage, Watch watch) {
		try {
			long now = System.nanoTime();
			Awaitility.await()
				.atMost(RECOVERY)
				.until(() -> watch.requests.stream().anyMatch((event) -> event.nanos() > now && event.status() == 200)
						&& watch.readiness.stream().anyMatch((event) -> event.nanos() > now && event.status() == 200));
		}
		catch (ConditionTimeoutException ex) {
			this.findings.add(outage + ": " + watch + " did not recover", "within " + RECOVERY);
		}
	}

	private void assertNothingLost(Outage outage) {
		List<Map.Entry<String, Tokens>> sessions = List.copyOf(this.kept.entrySet());
		Concurrently.times(sessions.size(), WORKERS, (i) -> {
			Tokens tokens = sessions.get(i).getValue();
			Answer answer = this.attempts.make("a refresh afterwards",
					() -> this.stage.miniProgram(1).refreshAsync(tokens.refreshToken()));
			if (answer.status() != 200) {
				this.findings.add(outage + ": a session is lost", answer.status() + " " + answer.body());
			}
			return i;
		});
		List<Tokens> over = List.copyOf(this.ended.values());
		Concurrently.times(over.size(), WORKERS, (i) -> {
			Answer refresh = this.attempts.make("a refresh afterwards",
					() -> this.stage.miniProgram(2).refreshAsync(over.get(i).refreshToken()));
			Answer introspection = this.attempts.make("introspection afterwards",
					() -> this.stage.node(1).introspect(over.get(i).accessToken()));
			if (refresh.status() != 400 || !introspection.body().equals("{\"active\":false}")) {
				this.findings.add(outage + ": an acknowledged revocation is lost",
						refresh.status() + " " + introspection.body());
			}
			return i;
		});
	}

	private static void await(Duration time) {
		Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
	}

	/**
	 * What happens to the member.
	 */
	enum Outage {

		KILLED, CUT_OFF, READ_ONLY, FROZEN;

		void begin(GaleraMember member) {
			switch (this) {
				case KILLED -> member.kill();
				case CUT_OFF -> member.isolate();
				case READ_ONLY -> member.makeReadOnly();
				case FROZEN -> member.freeze();
			}
		}

	}

	/**
	 * An answer.
	 *
	 * @param nanos when it came, as {@link System#nanoTime()} tells it
	 * @param what what was asked
	 * @param status its status, 0 if there was none
	 * @param detail its body
	 */
	private record Event(long nanos, String what, int status, String detail) {
	}

	/**
	 * People who log in, refresh and log out at a node, and a load balancer that asks for
	 * its readiness, until they are told to stop.
	 */
	private final class Watch implements AutoCloseable {

		private final String name;

		private final Provider node;

		private final MiniProgram miniProgram;

		private final ConcurrentLinkedQueue<Event> requests = new ConcurrentLinkedQueue<>();

		private final ConcurrentLinkedQueue<Event> readiness = new ConcurrentLinkedQueue<>();

		private final List<CompletableFuture<List<Integer>>> workers;

		private volatile boolean over;

		Watch(String name, Provider node) {
			this.name = name;
			this.node = node;
			this.miniProgram = GaleraOutageStoryTests.this.stage.miniProgram(node);
			this.workers = List.of(begin(WORKERS, this::live), begin(1, this::askForReadiness));
		}

		List<Event> between(ConcurrentLinkedQueue<Event> events, long begin, long end) {
			return events.stream().filter((event) -> event.nanos() >= begin && event.nanos() < end).toList();
		}

		Map<Integer, Long> count(List<Event> events) {
			return events.stream().collect(Collectors.groupingBy(Event::status, TreeMap::new, Collectors.counting()));
		}

		String tell(long begin, long end) {
			List<Event> asked = between(this.requests, begin, end);
			List<Event> refused = asked.stream().filter((event) -> event.status() != 200).toList();
			String when = refused.isEmpty() ? "never refused"
					: String.format(Locale.ROOT, "refused from %.1f s to %.1f s",
							(refused.get(0).nanos() - begin) / 1e9,
							(refused.get(refused.size() - 1).nanos() - begin) / 1e9);
			return String.format(Locale.ROOT, "%s %s, requests %s, readiness %s", this.name, when, count(asked),
					count(between(this.readiness, begin, end)));
		}

		@Override
		public String toString() {
			return this.name;
		}

		@Override
		public void close() {
			this.over = true;
			this.workers.forEach(CompletableFuture::join);
		}

		private CompletableFuture<List<Integer>> begin(int count, Runnable action) {
			return CompletableFuture.supplyAsync(() -> Concurrently.times(count, count, (i) -> {
				while (!this.over) {
					action.run();
					CompletableFuture.runAsync(() -> {
					}, PACE).join();
				}
				return i;
			}));
		}

		private void live() {
			String person = GaleraOutageStoryTests.this.stage.newcomer();
			Answer login = ask("a login", this.requests,
					() -> this.miniProgram.exchangeAsync(this.miniProgram.code(person)));
			if (login.status() != 200) {
				return;
			}
			Tokens tokens = login.tokens();
			GaleraOutageStoryTests.this.kept.put(person, tokens);
			Answer refresh = ask("a refresh", this.requests,
					() -> this.miniProgram.refreshAsync(tokens.refreshToken()));
			if (refresh.status() != 200) {
				return;
			}
			Tokens newest = refresh.tokens();
			GaleraOutageStoryTests.this.kept.put(person, newest);
			if (person.hashCode() % 2 == 0) {
				// It may be done without an answer that says so.
				GaleraOutageStoryTests.this.kept.remove(person);
				Answer revocation = ask("a revocation", this.requests,
						() -> this.miniProgram.revokeAsync(newest.refreshToken()));
				if (revocation.status() == 200) {
					GaleraOutageStoryTests.this.ended.put(person, newest);
				}
			}
		}

		private void askForReadiness() {
			ask("readiness", this.readiness, this.node::readiness);
		}

		private Answer ask(String what, ConcurrentLinkedQueue<Event> events,
				Supplier<CompletableFuture<Answer>> request) {
			Answer answer;
			try {
				answer = request.get().join();
			}
			catch (CompletionException ex) {
				answer = new Answer(NO_ANSWER, HttpHeaders.of(Map.of(), (name, value) -> true), ex.toString());
			}
			events.add(new Event(System.nanoTime(), what, answer.status(), answer.body()));
			if (answer.status() == 503 && events == this.requests
					&& answer.headers().firstValue("Retry-After").isEmpty()) {
				GaleraOutageStoryTests.this.findings.add("503 without Retry-After", what + ": " + answer.body());
			}
			return answer;
		}

	}

}

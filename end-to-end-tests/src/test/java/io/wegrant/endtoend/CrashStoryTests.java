package io.wegrant.endtoend;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Nodes and the database are killed while they are busy. A journal of what was answered
 * is compared with what is there afterwards.
 */
@Tag("slow")
@ExtendWith(ClusterExtension.class)
class CrashStoryTests {

	private static final System.Logger logger = System.getLogger(CrashStoryTests.class.getName());

	private static final int NODE_KILLS = Rounds.of(20, 4);

	private static final int DATABASE_KILLS = Rounds.of(5, 2);

	private static final int WORKERS = 4;

	private static final Duration BUSY = Duration.ofSeconds(2);

	private static final Duration OUTAGE = Duration.ofSeconds(5);

	private static final Duration RECOVERY = Duration.ofSeconds(10);

	private final Cluster cluster;

	CrashStoryTests(Cluster cluster) {
		this.cluster = cluster;
	}

	@Test
	@DisplayName("B01 a node that is killed while it is busy loses nothing that it has answered, again and again")
	void killWhenNodeIsBusyThenJournalAndDatabaseAgree() {
		Journal journal = new Journal();
		List<Duration> starts = new ArrayList<>();
		for (int round = 0; round < NODE_KILLS; round++) {
			Provider node = this.cluster.nodes().get(round % 2);
			try (Work work = new Work(this.cluster.miniProgram(node), journal)) {
				work.goOnFor(BUSY);
				node.process().kill();
			}
			journal.settle(this.cluster.miniProgram(round + 1));
			node.process().start();
			starts.add(node.process().startUp());
		}
		logger.log(Level.INFO, () -> String.format(Locale.ROOT, "B01: %d nodes killed; %s; a node is back after %s",
				NODE_KILLS, journal, new Latencies(starts)));
		journal.assertHolds();
	}

	@Test
	@DisplayName("B02 a database that is killed while nodes are busy: clean 503, soon back, nothing lost, five times")
	void killWhenDatabaseIsBusyThenCleanRefusalsAndRecovery() {
		assumeTrue(this.cluster.mysql().isOwn(), "the database server that was given is not killed");
		Journal journal = new Journal();
		List<Duration> recoveries = new ArrayList<>();
		for (int round = 0; round < DATABASE_KILLS; round++) {
			try (Work one = new Work(this.cluster.miniProgram(0), journal);
					Work other = new Work(this.cluster.miniProgram(1), journal)) {
				one.goOnFor(BUSY);
				this.cluster.mysql().kill();
				other.goOnFor(OUTAGE);
				this.cluster.mysql().restart();
				Awaitility.await().atMost(RECOVERY.multipliedBy(6)).until(this.cluster.mysql()::answers);
				long back = System.nanoTime();
				this.cluster.nodes().forEach(this::awaitLogin);
				recoveries.add(Duration.ofNanos(System.nanoTime() - back));
			}
			journal.settle(this.cluster.miniProgram(round));
		}
		Awaitility.await()
			.atMost(RECOVERY)
			.untilAsserted(
					() -> assertThat(this.cluster.nodes()).extracting(Provider::connectionsInUse).containsOnly(0L));
		logger.log(Level.INFO,
				() -> String.format(Locale.ROOT, "B02: database killed %d times; %s; both nodes log in again after %s",
						DATABASE_KILLS, journal, new Latencies(recoveries)));
		assertThat(recoveries).allMatch((recovery) -> recovery.compareTo(RECOVERY) <= 0);
		assertThat(journal.refusals.get()).isPositive();
		journal.assertHolds();
	}

	private void awaitLogin(Provider node) {
		MiniProgram miniProgram = this.cluster.miniProgram(node);
		Awaitility.await()
			.atMost(RECOVERY.multipliedBy(2))
			.pollInterval(Duration.ofMillis(100))
			.until(() -> miniProgram.exchange(miniProgram.code(this.cluster.newcomer())).status() == 200);
	}

	/**
	 * People who log in, refresh and log out, until they are told to stop.
	 */
	private final class Work implements AutoCloseable {

		private final MiniProgram miniProgram;

		private final Journal journal;

		private final AtomicBoolean over = new AtomicBoolean();

		private final CompletableFuture<List<Integer>> workers;

		Work(MiniProgram miniProgram, Journal journal) {
			this.miniProgram = miniProgram;
			this.journal = journal;
			this.workers = CompletableFuture.supplyAsync(() -> Concurrently.times(WORKERS, WORKERS, (i) -> {
				while (!this.over.get()) {
					live();
				}
				return i;
			}));
		}

		void goOnFor(Duration time) {
			Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
		}

		private void live() {
			String person = CrashStoryTests.this.cluster.newcomer();
			answered(() -> this.miniProgram.exchange(this.miniProgram.code(person))).map(Answer::tokens)
				.ifPresent((tokens) -> goOn(person, tokens));
		}

		private void goOn(String person, Tokens tokens) {
			this.journal.holds(person, tokens);
			Optional<Tokens> refreshed = answered(() -> this.miniProgram.refresh(tokens.refreshToken()))
				.map(Answer::tokens);
			if (refreshed.isEmpty()) {
				this.journal.unsettled(person, Request.REFRESH);
				return;
			}
			this.journal.holds(person, refreshed.get());
			if (person.hashCode() % 2 == 0) {
				logOut(person, refreshed.get());
			}
		}

		private void logOut(String person, Tokens tokens) {
			if (answered(() -> this.miniProgram.revokeAsync(tokens.refreshToken()).join()).isPresent()) {
				this.journal.revoked(person);
			}
			else {
				this.journal.unsettled(person, Request.LOG_OUT);
			}
		}

		private Optional<Answer> answered(Supplier<Answer> request) {
			try {
				return Optional.of(request.get()).filter(this.journal::accepts);
			}
			catch (CompletionException ex) {
				this.journal.unanswered();
				return Optional.empty();
			}
		}

		@Override
		public void close() {
			this.over.set(true);
			this.workers.join();
		}

	}

	private enum Request {

		REFRESH, LOG_OUT

	}

	/**
	 * What was answered.
	 */
	private final class Journal {

		private final Map<String, Tokens> newest = new ConcurrentHashMap<>();

		private final Map<String, Tokens> revoked = new ConcurrentHashMap<>();

		/** Requests of which it is not known whether they were carried out. */
		private final Map<String, Request> unsettled = new ConcurrentHashMap<>();

		private final AtomicInteger unanswered = new AtomicInteger();

		private final AtomicInteger refusals = new AtomicInteger();

		private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();

		boolean accepts(Answer answer) {
			if (answer.status() == 200) {
				return true;
			}
			this.refusals.incrementAndGet();
			try {
				assertThat(answer).isOAuthError(503, "temporarily_unavailable").saysWhenToRetry();
			}
			catch (AssertionError ex) {
				this.surprises.add(answer.status() + " " + answer.body());
			}
			return false;
		}

		void holds(String person, Tokens tokens) {
			this.newest.put(person, tokens);
		}

		void revoked(String person) {
			this.revoked.put(person, this.newest.remove(person));
		}

		void unanswered() {
			this.unanswered.incrementAndGet();
		}

		void unsettled(String person, Request request) {
			this.unsettled.put(person, request);
		}

		/**
		 * Makes the requests again that were not answered, or with 503, as clients do: a
		 * refresh with the same token yields its successor, whether it was carried out
		 * before or not.
		 */
		void settle(MiniProgram miniProgram) {
			this.unsettled.forEach((person, request) -> {
				String refreshToken = this.newest.get(person).refreshToken();
				if (request == Request.LOG_OUT) {
					assertThat(miniProgram.revokeAsync(refreshToken).join()).isOk();
					revoked(person);
				}
				else {
					holds(person, miniProgram.refresh(refreshToken).tokens());
				}
			});
			this.unsettled.clear();
		}

		void assertHolds() {
			assertThat(this.surprises).isEmpty();
			MiniProgram one = CrashStoryTests.this.cluster.miniProgram(0);
			MiniProgram other = CrashStoryTests.this.cluster.miniProgram(1);
			assertThat(this.newest.values())
				.allSatisfy((tokens) -> assertThat(one.refresh(tokens.refreshToken())).carriesTokens());
			assertThat(this.revoked.values()).allSatisfy((tokens) -> {
				assertThat(other.refresh(tokens.refreshToken())).isOAuthError(400, "invalid_grant");
				assertThat(CrashStoryTests.this.cluster.nodes().get(1).introspect(tokens.accessToken()).join())
					.isInactive();
			});
			assertThat(CrashStoryTests.this.cluster.database()
				.query("SELECT COUNT(*) FROM users u WHERE (SELECT COUNT(*) FROM wechat_identity i WHERE i.user_id = u.id) <> 1",
						(row) -> row.getInt(1)))
				.as("users without an identity of their own")
				.containsExactly(0);
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT,
					"%d sessions kept, %d revoked, %d requests refused with 503, %d not answered", this.newest.size(),
					this.revoked.size(), this.refusals.get(), this.unanswered.get());
		}

	}

}

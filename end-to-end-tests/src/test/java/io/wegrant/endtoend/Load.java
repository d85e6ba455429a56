package io.wegrant.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Cluster;
import io.wegrant.endtoend.stage.DemoService;
import io.wegrant.endtoend.stage.MiniProgram;
import io.wegrant.endtoend.stage.Tokens;

/**
 * What goes on at a cluster on any day, while a story is told: people log in, refresh and
 * use the services, as often in a second whether or not they are answered in time.
 */
final class Load implements AutoCloseable {

	private static final int ROUNDS_PER_SECOND = 5;

	private static final int GOODS_PER_ROUND = 3;

	private final Cluster cluster;

	private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

	private final AtomicInteger rounds = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final List<AtomicReference<Tokens>> people = new ArrayList<>();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final Consumer<Tokens> recipient;

	Load(Cluster cluster) {
		this(cluster, (tokens) -> {
		});
	}

	/**
	 * Begins.
	 * @param cluster where it goes on
	 * @param recipient who gets each pair of tokens as well
	 */
	Load(Cluster cluster, Consumer<Tokens> recipient) {
		this.cluster = cluster;
		this.recipient = recipient;
		for (int i = 0; i < ROUNDS_PER_SECOND; i++) {
			this.people.add(new AtomicReference<>(cluster.miniProgram(i).logIn(cluster.newcomer())));
		}
		long period = TimeUnit.SECONDS.toNanos(1) / ROUNDS_PER_SECOND;
		var unused = this.clock.scheduleAtFixedRate(this::round, 0, period, TimeUnit.NANOSECONDS);
	}

	/**
	 * Returns what was answered otherwise than it should have been.
	 * @return statuses and bodies
	 */
	List<String> failures() {
		return List.copyOf(this.failures);
	}

	int answered() {
		return this.answered.get();
	}

	private void round() {
		int round = this.rounds.getAndIncrement();
		MiniProgram miniProgram = this.cluster.miniProgram(round);
		AtomicReference<Tokens> person = this.people.get(round % this.people.size());
		Tokens tokens = person.get();
		note(miniProgram.exchangeAsync(miniProgram.code(this.cluster.newcomer())));
		note(miniProgram.refreshAsync(tokens.refreshToken()).thenApply((answer) -> {
			person.set(answer.tokens());
			this.recipient.accept(answer.tokens());
			return answer;
		}));
		for (int i = 0; i < GOODS_PER_ROUND; i++) {
			DemoService service = this.cluster.services().get((round + i) % this.cluster.services().size());
			note(service.goodsAsync(tokens.accessToken()));
		}
	}

	private void note(CompletableFuture<Answer> answer) {
		var unused = answer.whenComplete((given, failure) -> {
			if (failure != null) {
				this.failures.add(failure.toString());
			}
			else if (given.status() != 200) {
				this.failures.add(given.status() + " " + given.body());
			}
			this.answered.incrementAndGet();
		});
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

}

package io.wegrant.endtoend;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.wegrant.endtoend.stage.Answer;

/**
 * Requests that are made again while the answer is 503, as clients make them, and what
 * the first answers were. Any other 5xx is a finding.
 */
final class Attempts {

	private static final int MOST = 20;

	private static final int UNAVAILABLE = 503;

	private static final Executor PAUSE = CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);

	private final Findings findings;

	private final Map<Integer, AtomicInteger> first = new ConcurrentSkipListMap<>();

	private final AtomicInteger requests = new AtomicInteger();

	Attempts(Findings findings) {
		this.findings = findings;
	}

	/**
	 * Makes a request until it is answered with something else than 5xx.
	 * @param name what to call it where it goes wrong
	 * @param request makes it
	 * @return the last answer, with 5xx if there were too many
	 */
	Answer make(String name, Supplier<CompletableFuture<Answer>> request) {
		Answer answer = once(name, request);
		this.requests.incrementAndGet();
		this.first.computeIfAbsent(answer.status(), (status) -> new AtomicInteger()).incrementAndGet();
		for (int attempt = 1; attempt < MOST && answer.status() >= 500; attempt++) {
			CompletableFuture.runAsync(() -> {
			}, PAUSE).join();
			answer = once(name, request);
		}
		if (answer.status() >= 500) {
			this.findings.add(name + " was given up", answer.status() + " " + answer.body());
		}
		return answer;
	}

	/**
	 * Makes a request once.
	 * @param name what to call it where it goes wrong
	 * @param request makes it
	 * @return the answer
	 */
	Answer once(String name, Supplier<CompletableFuture<Answer>> request) {
		try {
			Answer answer = request.get().join();
			if (answer.status() == UNAVAILABLE && answer.headers().firstValue("Retry-After").isEmpty()) {
				this.findings.add(name + " answered 503 without Retry-After", answer.body());
			}
			else if (answer.status() >= 500 && answer.status() != UNAVAILABLE) {
				this.findings.add(name + " answered " + answer.status(), answer.body());
			}
			return answer;
		}
		catch (CompletionException ex) {
			throw new IllegalStateException(name + " was not answered", ex);
		}
	}

	/**
	 * Counts the requests whose first answer was a status.
	 * @param status the status
	 * @return their number
	 */
	int first(int status) {
		return this.first.getOrDefault(status, new AtomicInteger()).get();
	}

	int requests() {
		return this.requests.get();
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d requests, first answers %s", this.requests.get(), this.first);
	}

}

package io.wegrant.endtoend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.wegrant.endtoend.stage.Answer;
import io.wegrant.endtoend.stage.Provider;

/**
 * Reads the feed of revocations as a service does, without an end, and notes when it
 * heard of what for the first time. The cursor is sent back as it came.
 */
final class FeedReader implements AutoCloseable {

	private static final int WAIT_SECONDS = 2;

	private static final int GONE = 410;

	private final String name;

	private final IntFunction<Provider> nodes;

	private final Findings findings;

	private final Map<String, Heard> heard = new ConcurrentHashMap<>();

	private final AtomicInteger unavailable = new AtomicInteger();

	private final CompletableFuture<Void> begun = new CompletableFuture<>();

	private final CompletableFuture<Void> reading;

	private volatile boolean over;

	/**
	 * Begins to read, and waits until the whole window was read once.
	 * @param name a name for what is found
	 * @param nodes whom to ask at which turn
	 * @param findings where to note what is wrong
	 */
	FeedReader(String name, IntFunction<Provider> nodes, Findings findings) {
		this.name = name;
		this.nodes = nodes;
		this.findings = findings;
		this.reading = CompletableFuture.runAsync(this::read, (task) -> {
			Thread thread = new Thread(task, "feed-" + name);
			thread.setDaemon(true);
			thread.start();
		});
		CompletableFuture.anyOf(this.begun, this.reading).join();
	}

	/**
	 * Tells when it heard that a session had ended, and as the how many-th.
	 * @param sid the session
	 * @return what it noted, or {@code null} if it has not heard of it
	 */
	Heard heardOf(String sid) {
		return this.heard.get("sid " + digest(sid));
	}

	int unavailable() {
		return this.unavailable.get();
	}

	@Override
	public String toString() {
		return this.name;
	}

	@Override
	public void close() {
		this.over = true;
		this.reading.join();
	}

	private void read() {
		String cursor = "";
		for (int turn = 0; !this.over; turn++) {
			Answer answer = this.nodes.apply(turn).revocations(cursor, this.begun.isDone() ? WAIT_SECONDS : 0).join();
			switch (answer.status()) {
				case 200 -> cursor = note(answer);
				case 503 -> pause();
				case GONE -> {
					this.findings.add("a cursor of before a moment has lapsed",
							this.name + " at turn " + turn + " with " + cursor);
					cursor = "";
				}
				default -> {
					this.findings.add("the feed answered " + answer.status(), this.name + " " + answer.body());
					pause();
				}
			}
		}
	}

	private String note(Answer answer) {
		long now = System.nanoTime();
		String[] parts = answer.body().split("\\.");
		JsonNode claims = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(parts[1]));
		for (JsonNode entry : claims.required("entries")) {
			String what = entry.required("type").asString() + " " + entry.required("value").asString();
			this.heard.putIfAbsent(what, new Heard(now, this.heard.size()));
		}
		if (!claims.path("more").asBoolean(false)) {
			this.begun.complete(null);
		}
		return claims.required("cursor").asString();
	}

	private void pause() {
		this.unavailable.incrementAndGet();
		CompletableFuture.runAsync(() -> {
		}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)).join();
	}

	private static String digest(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The first time that it heard of something.
	 *
	 * @param nanos when, as {@link System#nanoTime()} tells it
	 * @param position after how much else
	 */
	record Heard(long nanos, int position) {
	}

}

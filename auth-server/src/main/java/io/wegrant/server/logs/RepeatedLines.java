package io.wegrant.server.logs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Writes lines that each of thousands of requests may cause. Of one kind there is a line
 * a second: the first at once, and then the latest, with how many there were.
 */
public final class RepeatedLines {

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final Logger logger;

	private final Map<Kind, Crowd> crowds = new ConcurrentHashMap<>();

	/**
	 * Creates the writer.
	 * @param logger whose lines they are
	 */
	public RepeatedLines(Logger logger) {
		this.logger = logger;
	}

	/**
	 * Writes a warning, or counts it.
	 * @param kind what tells one kind from another, of which there are few
	 * @param line the line, with {@code {}} for each value of the kind
	 */
	public void warn(List<?> kind, String line) {
		write(new Kind(Level.WARN, line, kind), "");
	}

	/**
	 * Writes a warning, or counts it.
	 * @param kind what tells one kind from another, of which there are few
	 * @param line the line, with {@code {}} for each value of the kind and for the detail
	 * @param detail what differs from line to line
	 */
	public void warn(List<?> kind, String line, Object detail) {
		write(new Kind(Level.WARN, line, kind), detail);
	}

	/**
	 * Writes an error, or counts it.
	 * @param kind what tells one kind from another, of which there are few
	 * @param line the line, with {@code {}} for each value of the kind
	 */
	public void error(List<?> kind, String line) {
		write(new Kind(Level.ERROR, line, kind), "");
	}

	/**
	 * Writes an error, or counts it.
	 * @param kind what tells one kind from another, of which there are few
	 * @param line the line, with {@code {}} for each value of the kind and for the detail
	 * @param detail what differs from line to line
	 */
	public void error(List<?> kind, String line, Object detail) {
		write(new Kind(Level.ERROR, line, kind), detail);
	}

	private void write(Kind kind, Object detail) {
		Crowd crowd = this.crowds.compute(kind,
				(key, before) -> new Crowd((before != null) ? before.number() + 1 : 0, detail));
		if (crowd.number() == 0) {
			write(kind, detail, "");
			later(kind);
		}
	}

	private void later(Kind kind) {
		CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS).execute(() -> writeCrowd(kind));
	}

	private void writeCrowd(Kind kind) {
		Crowd crowd = Objects.requireNonNull(this.crowds.get(kind));
		if (this.crowds.remove(kind, new Crowd(0, crowd.detail()))) {
			return;
		}
		Crowd counted = Objects.requireNonNull(this.crowds.replace(kind, new Crowd(0, crowd.detail())));
		write(kind, counted.detail(), " (the last of " + counted.number() + " within a second)");
		later(kind);
	}

	private void write(Kind kind, Object detail, String number) {
		Object[] values = Stream.concat(kind.values().stream(), Stream.of(detail)).toArray();
		this.logger.atLevel(kind.level()).log(kind.line() + number, values);
	}

	/**
	 * Which lines are counted together.
	 *
	 * @param level their level
	 * @param line their text
	 * @param values what they have in common
	 */
	private record Kind(Level level, String line, List<?> values) {

	}

	/**
	 * Lines that were not written.
	 *
	 * @param number how many
	 * @param detail the detail of the last of them
	 */
	private record Crowd(int number, Object detail) {

	}

}
